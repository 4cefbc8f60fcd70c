console.error('backprop: no command yet')
process.exitCode = 2
