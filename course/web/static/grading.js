// Watches what a button of the instructor's pages began; the page is read anew when it has ended.

const EVERY = 700;

/** @returns {Promise<boolean>} whether it still runs; a server that does not answer is asked again */
export async function look(here, ask = fetch) {
  let body;
  try {
    const answer = await ask(here.dataset.job, { cache: "no-store", credentials: "same-origin" });
    if (answer.redirected) return false;
    if (!answer.ok) return true;
    body = await answer.json();
  } catch {
    return true;
  }
  if (body.of > 0) {
    const meter = here.querySelector("progress");
    meter.max = body.of;
    meter.value = body.done;
    here.querySelector("[data-done]").textContent = `${body.done} / ${body.of} 份。`;
  }
  return body.running;
}

export function watch(here, { ask = fetch, reload = () => location.reload(), every = EVERY } = {}) {
  const again = async () => ((await look(here, ask)) ? setTimeout(again, every) : reload());
  return again();
}

const job = document.querySelector("[data-job]");
if (job) watch(job);
