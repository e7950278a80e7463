import { createEffect, createSignal, onCleanup, Show, type JSX } from "solid-js";
import { t } from "../i18n";
import type { PlayerHandle } from "../player";
import { minutes } from "./minutes";
import "./progress.css";

const KEY_STEP_MS = 2000;

/** The clip's time at the very bottom; it grows under the finger, and is a slider to the keyboard. */
export function ProgressLine(props: { player: PlayerHandle; onStage: boolean }): JSX.Element {
  const [held, setHeld] = createSignal(false);
  let line!: HTMLDivElement;
  const state = props.player.state;
  const length = (): number => state().durationMs;

  createEffect(() => {
    if (!props.onStage) return line.style.setProperty("--done", "0");
    let frame = requestAnimationFrame(function draw() {
      line.style.setProperty("--done", String(length() > 0 ? Math.min(1, props.player.nowMs() / length()) : 0));
      frame = requestAnimationFrame(draw);
    });
    onCleanup(() => cancelAnimationFrame(frame));
  });

  const msAt = (event: PointerEvent): number => {
    const box = line.getBoundingClientRect();
    return ((event.clientX - box.left) / box.width) * length();
  };
  const release = (): void => {
    if (!held()) return;
    setHeld(false);
    props.player.scrubbed();
  };
  const jump = (toMs: number): void => {
    props.player.scrub(toMs);
    props.player.scrubbed();
  };
  const key = (event: KeyboardEvent): void => {
    const to = keyTarget(event.key, props.player.nowMs(), length());
    if (to === null) return;
    event.preventDefault();
    event.stopPropagation();
    jump(to);
  };

  return (
    <div
      ref={line}
      class="progress"
      classList={{ held: held() }}
      role="slider"
      tabindex="0"
      aria-label={t("progress")}
      aria-orientation="horizontal"
      aria-valuemin="0"
      aria-valuemax={Math.round(length() / 1000)}
      aria-valuenow={Math.min(Math.round(length() / 1000), Math.round(state().positionMs / 1000))}
      aria-valuetext={t("progress-value", { now: minutes(state().positionMs), all: minutes(length()) })}
      onPointerDown={(event) => {
        if (event.button !== 0) return;
        line.setPointerCapture(event.pointerId);
        setHeld(true);
        props.player.scrub(msAt(event));
      }}
      onPointerMove={(event) => held() && props.player.scrub(msAt(event))}
      onPointerUp={release}
      onPointerCancel={release}
      onKeyDown={key}
    >
      <span class="track">
        <span class="done" />
      </span>
      <span class="knob" />
      <Show when={held()}>
        <span class="time number" aria-hidden="true">
          {minutes(state().positionMs)} <i>/ {minutes(length())}</i>
        </span>
      </Show>
    </div>
  );
}

function keyTarget(key: string, nowMs: number, lengthMs: number): number | null {
  if (key === "ArrowRight") return Math.min(lengthMs - 100, nowMs + KEY_STEP_MS);
  if (key === "ArrowLeft") return Math.max(0, nowMs - KEY_STEP_MS);
  if (key === "Home") return 0;
  if (key === "End") return Math.max(0, lengthMs - 1000);
  return null;
}
