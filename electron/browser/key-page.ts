/** What a person sees who opens the address without its key. */
export const keyPage = `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width" />
    <title>Backprop Workbench</title>
    <style>
      :root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif; }
      body { display: grid; place-content: center; min-height: 90vh; margin: 0 24px; }
      main { max-width: 34rem; }
      h1 { font-size: 1.25rem; }
    </style>
  </head>
  <body>
    <main>
      <h1>This address lacks its key</h1>
      <p>
        Open the whole address that the workbench printed when it started, with <code>?key=…</code> at its end.
        It is new at every start, so that no other page can reach your workbench.
      </p>
    </main>
  </body>
</html>
`
