// A page of the simulated network made fit for the preview's frame: nothing in it runs, asks for anything or
// leads anywhere. What it would load comes along in it; its links are told to the page around it.

const LIMIT = 24;

const resolve = (address, base) => {
  try {
    const url = new URL(address, base);
    return /^https?:$/.test(url.protocol) ? url.href : "";
  } catch {
    return "";
  }
};

const parse = (html) => new DOMParser().parseFromString(html, "text/html");
const sheets = (doc) => [...doc.querySelectorAll("link[rel~=stylesheet i][href]")];
const images = (doc) => [...doc.querySelectorAll("img[src]")];

/** The whole addresses of style sheets and images, each once. */
export function previewResources(html, base) {
  const doc = parse(html);
  const found = [...sheets(doc).map((link) => link.getAttribute("href")), ...images(doc).map((img) => img.getAttribute("src"))];
  return [...new Set(found.map((address) => resolve(address, base)).filter(Boolean))].slice(0, LIMIT);
}

/** The document for the frame. `resources` has a data: address for each address that answered. */
export function previewDocument(html, base, resources) {
  const doc = parse(html);
  for (const gone of doc.querySelectorAll("script, base, meta[http-equiv], iframe, frame, object, embed, portal, link:not([rel~=stylesheet i])")) {
    gone.remove();
  }
  for (const link of sheets(doc)) {
    const data = resources.get(resolve(link.getAttribute("href"), base));
    const style = doc.createElement("style");
    style.textContent = data ? new TextDecoder().decode(Uint8Array.from(atob(data.split(",")[1]), (c) => c.charCodeAt(0))) : "";
    link.replaceWith(style);
  }
  for (const img of images(doc)) {
    const data = resources.get(resolve(img.getAttribute("src"), base));
    if (data) img.setAttribute("src", data);
    else img.removeAttribute("src");
    img.removeAttribute("srcset");
  }
  for (const style of doc.querySelectorAll("style")) style.textContent = style.textContent.replace(/@import[^;]*;?|url\(\s*(?!["']?data:)[^)]*\)/gi, "none");
  for (const element of doc.querySelectorAll("*")) {
    for (const { name, value } of [...element.attributes]) {
      const loads = /^(src|srcset|poster|background|data|action|formaction|ping|xlink:href)$/.test(name) && !value.startsWith("data:image/");
      if (/^on/.test(name) || loads) element.removeAttribute(name);
      if (name === "style" && /url\(/i.test(value)) element.removeAttribute(name);
    }
    if (element.hasAttribute("href")) {
      element.removeAttribute("href");
      element.setAttribute("style", `color:#0645ad;text-decoration:underline;${element.getAttribute("style") ?? ""}`);
    }
  }
  return `<!doctype html>${doc.documentElement.outerHTML}`;
}

/** Name and whole address of each link, one after the other. */
export function previewLinks(html, base) {
  const found = new Map();
  for (const link of parse(html).querySelectorAll("a[href]")) {
    const address = resolve(link.getAttribute("href"), base);
    if (address && !found.has(address) && found.size < LIMIT) found.set(address, link.textContent.trim() || address);
  }
  return [...found].flatMap(([address, name]) => [name, address]);
}

/** Bytes as a data: address of an image type, or of a style sheet. */
export function dataAddress(type, bytes) {
  let text = "";
  for (const byte of bytes) text += String.fromCharCode(byte);
  return `data:${type};base64,${btoa(text)}`;
}
