// The widgets' own modules: all of them, or none where one does not come.

/** @returns {Promise<Object|null>} the modules by the widgets' names */
export async function loadWidgets(config, load = (url) => import(url)) {
  try {
    const names = Object.keys(config.widgets);
    const modules = await Promise.all(names.map((name) => load(new URL(config.widgets[name], document.baseURI).href)));
    return Object.fromEntries(names.map((name, index) => [name, modules[index].default]));
  } catch {
    return null;
  }
}
