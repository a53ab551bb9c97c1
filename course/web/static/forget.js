// After one's own practice is deleted on the server: what this browser kept of it goes as well.
import { clearOwn } from "./own.js";

const told = document.getElementById("forgotten");
if (told) clearOwn(() => window.localStorage, told.dataset.learner, told.dataset.goes);
