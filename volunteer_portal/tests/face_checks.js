/* What axe does not ask: run in the page by faces.py, answers a list of faults. */
async () => {
  const faults = [];
  const visible = (element) => element.checkVisibility ? element.checkVisibility() : element.getClientRects().length > 0;
  const all = (selector) => Array.from(document.querySelectorAll(selector)).filter(visible);
  const named = (element) => (element.outerHTML.match(/^<[^>]*>/) || [""])[0].slice(0, 120);
  const wider = document.documentElement.scrollWidth - window.innerWidth;

  if (wider > 0) faults.push(`${wider} px wider than the screen`);
  for (const [selector, most] of [["h1", 1], ["main", 1], ["main .btn-primary", 1]]) {
    const found = all(selector).length;
    if (found > most || (found < most && selector !== "main .btn-primary")) faults.push(`${found} × ${selector}`);
  }
  if (!document.title.trim()) faults.push("no title");

  // A thumb needs 44 px; a link within a sentence is as high as its line (WCAG 2.5.8).
  if (window.innerWidth < 500) {
    const targets = "a.btn, button, summary, nav a, select, textarea, input:not([type=hidden], [type=checkbox], [type=radio])";
    for (const target of all(targets)) {
      const height = target.getBoundingClientRect().height;
      if (height < 43.5) faults.push(`${Math.round(height)} px high: ${named(target)}`);
    }
  }

  // A head that comes in waits for its other half (frame.css); on a whole page nothing waits any more.
  for (const head of document.querySelectorAll(".masthead, .tabs, .page-entrance .brand")) {
    if (getComputedStyle(head).visibility === "hidden") faults.push(`waits for ever: ${named(head)}`);
  }

  // What moved without anybody touching it.
  const shifts = await new Promise((resolve) => {
    const observer = new PerformanceObserver((list) => resolve(list.getEntries()));
    observer.observe({ type: "layout-shift", buffered: true });
    setTimeout(() => resolve([]), 30);
  });
  for (const shift of shifts) {
    const nodes = shift.sources.map((source) => source.node && source.node.nodeType === 1 ? named(source.node) : "");
    faults.push(`moves by ${shift.value.toFixed(4)}: ${nodes.join(" ")}`);
  }
  return faults;
}
