import { Show, type JSX } from "solid-js";
import type { Card } from "../api";
import { FilmIcon, PlayIcon } from "./icons";
import "./clip_tile.css";

export interface ClipTileProps {
  clip: Card;
  /** What a screen reader says: the caption and the figures. */
  label: string;
  /** The figure in the corner, already in the language's form. */
  plays?: string;
}

/** A clip as a 9:16 picture that leads to it, in the clip's own colour until the picture is there. */
export function ClipTile(props: ClipTileProps): JSX.Element {
  const ground = (): string => props.clip.colour ?? "";
  return (
    <a class="clip-tile" href={`/c/${props.clip.id}`} aria-label={props.label}>
      <span class="clip-tile-ground" style={{ "background-color": ground() }} />
      <Show when={props.clip.poster} fallback={<FilmIcon />}>
        {(poster) => (
          <img
            src={poster().url}
            width={poster().width}
            height={poster().height}
            alt=""
            loading="lazy"
            decoding="async"
            draggable={false}
          />
        )}
      </Show>
      <Show when={props.plays}>
        <span class="clip-tile-plays number" aria-hidden="true">
          <PlayIcon />
          {props.plays}
        </span>
      </Show>
    </a>
  );
}
