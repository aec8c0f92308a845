// The page stands here in English and in Chinese; one of them is shown, that of the browser first.
const versions = [...document.querySelectorAll("main")];
const button = document.createElement("button");
button.id = "language";
button.type = "button";

function show(chosen) {
  for (const version of versions) version.hidden = version !== chosen;
  document.documentElement.lang = chosen.lang;
  document.title = chosen.querySelector("h1").textContent;
  button.textContent = chosen === versions[0] ? "中文" : "English";
  button.lang = chosen === versions[0] ? "zh-Hans" : "en";
  document.dispatchEvent(new Event("shown"));
}

button.addEventListener("click", () => show(versions.find((version) => version.hidden)));
document.body.prepend(button);
show(versions[(navigator.language || "").toLowerCase().startsWith("zh") ? 1 : 0]);
