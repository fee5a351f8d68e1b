/* What an enlarged page must not do: run in the page by faces.py, answers a list of faults. */
() => {
  const faults = new Set();
  const visible = (element) => element.getClientRects().length > 0 && getComputedStyle(element).visibility !== "hidden";
  const named = (element) => (element.outerHTML.match(/^<[^>]*>/) || [""])[0].slice(0, 100);
  const within = (element, boxes) => { for (let one = element; one; one = one.parentElement) if (boxes.has(one)) return true; return false; };
  const wider = document.documentElement.scrollWidth - window.innerWidth;
  const outermost = Array.from(document.querySelectorAll("body *")).filter((element) => element.getBoundingClientRect().right > window.innerWidth + 1);
  if (wider > 0) faults.add(`${wider} px wider than the screen: ${outermost.slice(0, 3).map(named).join(" ")}`);

  // Words the eye is not meant to get: a pixel wide, for those who hear the page, or folded away.
  // What sticks to the edge of the screen lies over the rest only until the end of the page.
  const apart = new Set(Array.from(document.querySelectorAll("body *")).filter((element) => element.clientWidth === 1 || getComputedStyle(element).position === "sticky"));
  const unseen = (element) => element.closest("svg, .skip-link, details:not([open]) > :not(summary)") || within(element, apart);

  // A box that hides what does not fit, and something does not fit.
  for (const box of document.body.querySelectorAll("*")) {
    const style = getComputedStyle(box);
    const cuts = (overflow) => overflow === "hidden" || overflow === "clip";
    if (!visible(box) || unseen(box) || !box.innerText) continue;
    if (cuts(style.overflowX) && box.scrollWidth > box.clientWidth + 1) faults.add(`cut off sideways: ${named(box)}`);
    if (cuts(style.overflowY) && box.scrollHeight > box.clientHeight + 1) faults.add(`cut off below: ${named(box)}`);
  }

  // The middle of each line of words: where two of them meet, one cannot be read.
  const lines = [];
  const words = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let text = words.nextNode(); text; text = words.nextNode()) {
    if (!text.data.trim() || !visible(text.parentElement) || unseen(text.parentElement)) continue;
    const range = document.createRange();
    range.selectNodeContents(text);
    for (const rect of range.getClientRects()) {
      const middle = { left: rect.left, right: rect.right, top: rect.top + rect.height * 0.3, bottom: rect.bottom - rect.height * 0.3 };
      if (rect.width > 2) lines.push({ ...middle, text });
    }
  }
  lines.sort((one, other) => one.top - other.top);
  const said = (line) => line.text.data.trim().slice(0, 30);
  lines.forEach((line, index) => {
    if (line.left < -1) faults.add(`left of the screen: ${said(line)}`);
    for (let next = index + 1; next < lines.length && lines[next].top < line.bottom - 1; next++) {
      const other = lines[next];
      const both = Math.min(line.right, other.right) - Math.max(line.left, other.left);
      if (both > 2 && other.text !== line.text) faults.add(`one over the other: ${said(line)} | ${said(other)}`);
    }
  });
  return Array.from(faults);
}
