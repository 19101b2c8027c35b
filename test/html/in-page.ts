/** Questions that the tests ask inside a page, as expressions for the browser. */

/** Ids of the findings that can be seen. */
export const visibleIds = `[...document.querySelectorAll(".place")].filter((node) => node.checkVisibility()).map((node) => node.id)`;

/**
 * Contrast of every text that can be seen with what is behind it, after WCAG 2.2 (relative luminance, success
 * criterion 1.4.3).
 */
export const contrasts = `(() => {
  const context = Object.assign(document.createElement("canvas"), { width: 1, height: 1 }).getContext("2d", { willReadFrequently: true });
  const pixel = (color) => {
    context.clearRect(0, 0, 1, 1);
    context.fillStyle = color;
    context.fillRect(0, 0, 1, 1);
    return [...context.getImageData(0, 0, 1, 1).data];
  };
  const luminance = ([r, g, b]) => {
    const [x, y, z] = [r, g, b].map((value) => value / 255).map((value) => value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4);
    return 0.2126 * x + 0.7152 * y + 0.0722 * z;
  };
  const behind = (node) => {
    for (let each = node; each; each = each.parentElement) {
      const found = pixel(getComputedStyle(each).backgroundColor);
      if (found[3] === 255) return found;
    }
    return [255, 255, 255, 255];
  };
  const hasText = (node) => [...node.childNodes].some((child) => child.nodeType === 3 && child.data.trim() !== "");
  return [...document.body.querySelectorAll("*")]
    .filter((node) => hasText(node) && node.checkVisibility() && !node.closest("script, option, title, desc"))
    .map((node) => {
      const style = getComputedStyle(node);
      const isDrawn = node instanceof SVGElement;
      const [light, dark] = [luminance(pixel(isDrawn ? style.fill : style.color)), luminance(behind(node))].sort((a, b) => b - a);
      return { text: node.tagName + " " + node.textContent.trim().slice(0, 40), ratio: (light + 0.05) / (dark + 0.05) };
    });
})()`;

/** What a reader by ear or by keyboard would miss. */
export const complaintsAboutAccess = `(() => {
  const all = (selector) => [...document.querySelectorAll(selector)];
  const nameOf = (node) => (node.getAttribute("aria-label") ?? (node.closest("label") ?? node).textContent).trim();
  const wrong = [];
  for (const node of all("a, button, input, select, summary")) if (nameOf(node) === "") wrong.push("no name: " + node.outerHTML);
  for (const node of all("table")) {
    if (!node.caption?.textContent.trim()) wrong.push("no caption: " + node.textContent);
    for (const head of node.querySelectorAll("th")) if (!head.scope) wrong.push("no scope: " + head.textContent);
  }
  for (const node of all("svg")) {
    if (node.getAttribute("role") !== "img" || !node.querySelector(":scope > title") || !node.querySelector(":scope > desc")) wrong.push("a drawing without words");
  }
  for (const name of ["header", "nav", "main", "footer"]) if (all("body " + name).filter((node) => !node.closest("article")).length !== 1) wrong.push("landmark " + name);
  const levels = all("h1, h2, h3, h4").map((node) => Number(node.tagName[1]));
  levels.forEach((level, i) => { if (level > (levels[i - 1] ?? 0) + 1) wrong.push("heading " + i + " skips a level"); });
  if (all("[tabindex]").some((node) => node.tabIndex > 0)) wrong.push("a tab order of its own");
  if (document.documentElement.lang === "") wrong.push("no language");
  return wrong;
})()`;
