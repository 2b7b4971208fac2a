/** A page that nobody looks at has no frames: what waits for them goes on all the same. */
const WITHOUT_FRAMES_MS = 1000;

/**
 * Once what was put in is drawn: charts build in a frame and draw in a task after it.
 * @param {number} [frames] 2, and more where parts of it come with later frames
 * @returns {Promise<void>}
 */
export function drawn(frames = 2) {
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(waiting);
      setTimeout(resolve);
    };
    const waiting = setTimeout(done, WITHOUT_FRAMES_MS);
    const next = (/** @type {number} */ left) => requestAnimationFrame(left > 1 ? () => next(left - 1) : done);
    next(frames);
  });
}
