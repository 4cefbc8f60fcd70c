import { RUN_PALETTE } from '#shared/run-colours.ts'

const runs = (shade: 'light' | 'dark'): string =>
  RUN_PALETTE.map((colours, k) => `--run-${k + 1}:${colours[shade]};`).join('')

/** The report's style sheet: light or dark as the reader's system is, light on paper. */
export const REPORT_STYLE = `
:root{color-scheme:light dark;--surface:#fff;--sunken:#f5f6f7;--border:#dfe2e6;--text:#1b1e22;--muted:#5a626c;--accent:#1d5fd1;${runs('light')}}
@media screen and (prefers-color-scheme:dark){:root{--surface:#17191c;--sunken:#202327;--border:#30353b;--text:#e8eaed;--muted:#9ca5af;--accent:#7fb0ff;${runs('dark')}}}
*{box-sizing:border-box}
body{margin:0 auto;padding:32px 24px 64px;max-width:1080px;background:var(--surface);color:var(--text);font:15px/1.5 ui-sans-serif,system-ui,-apple-system,'Segoe UI',Roboto,Helvetica,Arial,sans-serif}
h1{font-size:24px;line-height:1.25;margin:0 0 4px}h2{font-size:18px;margin:40px 0 12px}h3{font-size:15px;margin:28px 0 8px}h4,h5,h6{font-size:14px;margin:12px 0 4px}
p{margin:8px 0}a{color:var(--accent)}small,.remark{color:var(--muted);font-size:13px}
code,pre{font:12.5px/1.45 ui-monospace,SFMono-Regular,Menlo,Consolas,monospace}
pre{background:var(--sunken);border:1px solid var(--border);border-radius:6px;padding:10px 12px;margin:8px 0;white-space:pre-wrap;overflow-wrap:anywhere}
.scroll{overflow-x:auto}table{border-collapse:collapse;font-size:13.5px;font-variant-numeric:tabular-nums}
th,td{padding:6px 16px 6px 0;text-align:left;vertical-align:top;border-bottom:1px solid var(--border);overflow-wrap:anywhere}
thead th{color:var(--muted);font-weight:500;vertical-align:bottom}tbody th{font-weight:500}
.numbers td{text-align:right}.numbers th:not(:first-child){text-align:right}.numbers td:not(.best) b{font-weight:500}.numbers small{white-space:nowrap;font-size:12px}.best b::before{content:'★ ';color:var(--accent)}
.run{display:inline-flex;align-items:baseline;gap:8px}.sample{flex:none}
.charts{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(420px,100%),1fr));gap:16px 8px;margin-left:-16px}figure{margin:0;break-inside:avoid}figure svg{max-width:100%;height:auto;display:block}
details{margin:12px 0}summary{cursor:pointer;color:var(--muted)}
dl{display:grid;grid-template-columns:max-content 1fr;gap:4px 16px;margin:8px 0;font-size:13.5px}dt{color:var(--muted)}dd{margin:0;overflow-wrap:anywhere}
.warning{color:var(--text);border-left:3px solid var(--run-2);padding-left:10px}
.notes{border-left:3px solid var(--border);padding-left:14px;margin:10px 0}
section.one{border-top:1px solid var(--border);break-inside:avoid}
@media print{details::details-content{content-visibility:visible;block-size:auto}body{padding:0;font-size:11pt;max-width:none}a{color:inherit}section.one{break-inside:auto}h2,h3{break-after:avoid}tr{break-inside:avoid}.scroll{overflow:visible}}
`.trim()
