"use strict";
// Everything is made as elements with text in them: nothing of an answer is ever read as HTML.

const METHODS = ["get", "post", "put", "patch", "delete"];
const LONGEST = 20000; // characters of an answer that are shown

function make(tag, attributes, ...inside) {
  const element = Object.assign(document.createElement(tag), attributes);
  element.append(...inside);
  return element;
}

/** The schema that a reference stands for. */
function follow(api, schema) {
  return schema && schema.$ref
    ? schema.$ref.slice(2).split("/").reduce((found, name) => found[name], api)
    : schema || {};
}

/** A type in one line: string, integer | null, [WordRow]. */
function typeOf(schema) {
  if (!schema) return "any";
  if (schema.$ref) return schema.$ref.split("/").pop();
  if (schema.anyOf) return schema.anyOf.map(typeOf).join(" | ");
  if (schema.type === "array") return `[${typeOf(schema.items)}]`;
  if (schema.type === "object" && schema.additionalProperties) {
    return `{string: ${typeOf(schema.additionalProperties)}}`;
  }
  return schema.format === "binary" ? "bytes" : schema.type || "any";
}

/** A value to begin with: the defaults, and something of the right type where there are none. */
function example(api, schema) {
  const found = follow(api, schema);
  if ("default" in found) return found.default;
  if (found.properties) {
    return Object.fromEntries(Object.entries(found.properties).map(([name, one]) => [name, example(api, one)]));
  }
  if (found.anyOf) return found.anyOf.some((one) => one.type === "null") ? null : example(api, found.anyOf[0]);
  return { array: [], object: {}, integer: 0, number: 0, boolean: false, string: "" }[found.type] ?? null;
}

function fields(api, schema) {
  const found = follow(api, schema);
  const list = make("ul", {});
  for (const [name, one] of Object.entries(found.properties || {})) {
    const said = one.description ? ` ${one.description}` : "";
    list.append(make("li", {}, name, " ", make("span", { className: "type" }, typeOf(one)), said));
  }
  return list.childElementCount ? list : "";
}

function body(operation) {
  const content = operation.requestBody ? Object.entries(operation.requestBody.content) : [];
  return content.length ? { type: content[0][0], schema: content[0][1].schema } : null;
}

function answer(operation) {
  const [status, told] = Object.entries(operation.responses).find(([name]) => name.startsWith("2")) || ["200", {}];
  const content = Object.values(told.content || {});
  return { status, schema: content.length ? content[0].schema : null };
}

async function send(form, path, method, wanted) {
  const shown = form.querySelector("pre") || form.appendChild(make("pre", { role: "status" }));
  const query = new URLSearchParams();
  for (const input of form.querySelectorAll("input[data-in]")) {
    if (input.dataset.in === "path") {
      path = path.replace(`{${input.name}}`, encodeURIComponent(input.value));
    } else if (input.value) {
      for (const one of input.dataset.many ? input.value.split(",") : [input.value]) query.append(input.name, one);
    }
  }
  const text = form.querySelector("textarea");
  const file = form.querySelector("input[type=file]");
  const sent = file ? file.files[0] : text ? text.value : undefined;
  const headers = wanted ? { "content-type": wanted.type } : {};
  shown.textContent = "…";
  try {
    const address = path + (query.size ? `?${query}` : "");
    const response = await fetch(address, { method: method.toUpperCase(), headers, body: sent });
    const said = response.status === 204 ? "" : await response.text();
    const whole = said.length > LONGEST ? `${said.slice(0, LONGEST)}\n… ${said.length - LONGEST} more` : said;
    shown.className = response.ok ? "" : "failed";
    shown.textContent = `${method.toUpperCase()} ${address}\n${response.status} ${response.statusText}\n\n${pretty(whole)}`;
  } catch (error) {
    shown.className = "failed";
    shown.textContent = String(error);
  }
}

function pretty(text) {
  try {
    return JSON.stringify(JSON.parse(text), null, 1);
  } catch {
    return text;
  }
}

function inputs(operation) {
  return (operation.parameters || []).map((one) => {
    const input = make("input", { name: one.name, required: one.required === true });
    input.dataset.in = one.in;
    if (one.schema.type === "array") input.dataset.many = "yes";
    if ("default" in one.schema && !Array.isArray(one.schema.default)) input.placeholder = one.schema.default ?? "";
    const said = [one.description, one.schema.type === "array" && "commas between several"].filter(Boolean).join("; ");
    return make("label", {}, make("span", {}, one.name, " ", make("span", { className: "type" }, typeOf(one.schema)), ` ${said}`), input);
  });
}

function form(api, path, method, operation) {
  const wanted = body(operation);
  const made = make("form", {}, ...inputs(operation));
  if (wanted && wanted.type.endsWith("/json")) {
    const text = JSON.stringify(example(api, wanted.schema), null, 1);
    made.append(make("label", {}, "body", make("textarea", { rows: Math.min(12, text.split("\n").length), value: text, spellcheck: false })));
    made.append(fields(api, wanted.schema));
  } else if (wanted) {
    made.append(make("label", {}, `body (${wanted.type})`, make("input", { type: "file", required: true })));
  }
  made.append(make("button", {}, "Send"));
  made.addEventListener("submit", (event) => {
    event.preventDefault();
    send(made, path, method, wanted);
  });
  return made;
}

function operation(api, path, method, one) {
  const told = answer(one);
  const inside = make("div", { className: "inside" }, make("p", {}, one.description || ""));
  inside.append(form(api, path, method, one));
  inside.append(make("h3", {}, `Answer ${told.status} `, make("span", { className: "type" }, told.schema ? typeOf(told.schema) : "")));
  const schema = told.schema && told.schema.type === "array" ? told.schema.items : told.schema;
  inside.append(fields(api, schema));
  return make("details", {},
    make("summary", {}, make("span", { className: "method" }, method.toUpperCase()), make("span", { className: "path" }, path),
      make("span", { className: "said" }, (one.description || "").split("\n")[0])),
    inside);
}

async function show() {
  const api = await (await fetch("/api/v1/openapi.json")).json();
  const about = document.getElementById("about");
  about.replaceChildren(`Version ${api.info.version}. Errors are application/problem+json. The same as `,
    make("a", { href: "/api/v1/openapi.json" }, "openapi.json"), ".");
  const parts = new Map();
  for (const [path, operations] of Object.entries(api.paths)) {
    for (const method of METHODS.filter((name) => name in operations)) {
      const tag = (operations[method].tags || ["other"])[0];
      if (!parts.has(tag)) parts.set(tag, make("section", { id: tag }, make("h2", {}, tag)));
      parts.get(tag).append(operation(api, path, method, operations[method]));
    }
  }
  document.getElementById("parts").append(...[...parts.keys()].map((tag) => make("a", { href: `#${tag}` }, tag)));
  document.getElementById("main").append(...parts.values());
}

show().catch((error) => document.getElementById("about").replaceChildren(String(error)));
