// How near a try came, in plain words: how many of those touched were right, and how many of the right ones were touched.

const all = (count) => (count > 1 ? "都" : "");

/** @param touched, wanted arrays of ids; @param word what was looked for */
export function hits(touched, wanted, word) {
  const right = touched.filter((id) => wanted.includes(id)).length;
  if (touched.length === 0) return `你一处也没有点；一共有 ${wanted.length} 处${word}。`;
  if (right === wanted.length && touched.length === right) return `你点了 ${right} 处，${all(right)}是${word}，一处不漏。`;
  const precise = right === touched.length ? `${all(right)}是${word}` : right ? `其中 ${right} 处是${word}` : `都不是${word}`;
  const found = right === wanted.length ? "都找到了" : right ? `找到 ${right} 处` : "这次没有找到";
  return `你点了 ${touched.length} 处，${precise}；一共 ${wanted.length} 处，${found}。`;
}
