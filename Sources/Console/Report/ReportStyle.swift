/// The style sheet of reports, for light and dark.
enum ReportStyle {
  static let css = """
    :root { color-scheme: light dark; --text: #1a1d21; --soft: #50575f; --line: #d3d8de; --back: #ffffff; --card: #f5f7f9;
      --low: #1f7a5c; --medium: #7a6200; --high: #a8520f; --critical: #b3291c; --events: #c8ced6; --link: #0b5cad; }
    @media (prefers-color-scheme: dark) { :root { --text: #e6e9ed; --soft: #a9b1bb; --line: #3b424b; --back: #14171a;
      --card: #1d2126; --low: #54b399; --medium: #d6bf57; --high: #da8b45; --critical: #f0806a; --events: #3f4650; --link: #7ab7f5; } }
    * { box-sizing: border-box; }
    body { margin: 0 auto; padding: 1.5rem; max-width: 72rem; background: var(--back); color: var(--text);
      font: 16px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "DejaVu Sans", sans-serif; }
    h1 { font-size: 1.6rem; margin: 0 0 .3rem; } h2 { font-size: 1.2rem; margin: 2rem 0 .6rem; } h3 { font-size: 1.05rem; }
    h4, h5, h6 { font-size: 1rem; margin: 1rem 0 .3rem; }
    .lead { color: var(--soft); margin: 0 0 1rem; }
    .counts { display: flex; flex-wrap: wrap; gap: .6rem; padding: 0; list-style: none; }
    .counts li { border: 1px solid var(--line); border-left-width: 6px; border-radius: 6px; padding: .4rem .8rem; background: var(--card); }
    .counts b { font-size: 1.3rem; margin-right: .4rem; }
    .badge { display: inline-block; min-width: 4.6rem; text-align: center; border: 1px solid currentColor; border-radius: 4px;
      padding: 0 .4rem; font-size: .85rem; font-weight: 600; }
    .badge.low { color: var(--low); } .badge.medium { color: var(--medium); } .badge.high { color: var(--high); } .badge.critical { color: var(--critical); }
    figure { margin: 1rem 0; } svg { width: 100%; height: auto; display: block; } svg text { fill: var(--soft); font-size: 12px; }
    rect.events { fill: var(--events); } rect.low { fill: var(--low); } rect.medium { fill: var(--medium); }
    rect.high { fill: var(--high); } rect.critical { fill: var(--critical); } path.axis { stroke: var(--line); fill: none; }
    figcaption { color: var(--soft); font-size: .85rem; }
    .columns { display: grid; grid-template-columns: repeat(auto-fit, minmax(16rem, 1fr)); gap: 1.5rem; }
    .columns ol { margin: 0; padding: 0; list-style: none; } .columns li { display: flex; gap: .6rem; }
    .columns li span { overflow-wrap: anywhere; } .columns li b { min-width: 2ch; text-align: right; font-variant-numeric: tabular-nums; }
    details.alert { border: 1px solid var(--line); border-left-width: 6px; border-radius: 6px; margin: .6rem 0; background: var(--card); }
    .counts .low, details.alert.low { border-left-color: var(--low); }
    .counts .medium, details.alert.medium { border-left-color: var(--medium); }
    .counts .high, details.alert.high { border-left-color: var(--high); }
    .counts .critical, details.alert.critical { border-left-color: var(--critical); }
    details.alert > summary { cursor: pointer; padding: .6rem .8rem; display: flex; flex-wrap: wrap; gap: .3rem .8rem; align-items: baseline; }
    details.alert > summary .rule { font-weight: 600; } details.alert > summary .who { color: var(--soft); overflow-wrap: anywhere; }
    .body { padding: 0 .8rem .8rem; border-top: 1px solid var(--line); }
    table { border-collapse: collapse; width: 100%; margin: .8rem 0; } th { text-align: left; font-weight: 600; color: var(--soft); width: 14rem; }
    th, td { vertical-align: top; padding: .2rem .6rem .2rem 0; overflow-wrap: anywhere; border-bottom: 1px solid var(--line); }
    pre { background: var(--back); border: 1px solid var(--line); border-radius: 4px; padding: .6rem; overflow-x: auto; font-size: .85rem; }
    code { font-family: ui-monospace, "DejaVu Sans Mono", monospace; font-size: .9em; overflow-wrap: anywhere; } a { color: var(--link); }
    summary:focus-visible, a:focus-visible { outline: 3px solid var(--link); outline-offset: 2px; }
    footer { margin-top: 2rem; color: var(--soft); font-size: .85rem; }
    @media (max-width: 40rem) { body { padding: 1rem; } th { display: block; width: auto; border: 0; } td { display: block; } }
    @media print { body { max-width: none; } details.alert { break-inside: avoid; } }
    """
}
