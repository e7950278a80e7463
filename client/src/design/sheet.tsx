import { createEffect, createUniqueId, onCleanup, Show, type JSX } from "solid-js";
import { t } from "../i18n";
import { CloseIcon } from "./icons";

export interface SheetProps {
  open: boolean;
  title: string;
  onClose: () => void;
  children: JSX.Element;
  /** Class on the dialog: "on-clip" keeps it dark over a clip. */
  class?: string;
}

/** A modal sheet on the browser's own dialog: it keeps the focus inside, Escape closes, focus returns to the opener. */
export function Sheet(props: SheetProps): JSX.Element {
  return (
    <Show when={props.open}>
      <OpenSheet {...props} />
    </Show>
  );
}

function OpenSheet(props: SheetProps): JSX.Element {
  const titleId = createUniqueId();
  const opener = document.activeElement;
  let dialog!: HTMLDialogElement;
  // The finger whose long press opened the sheet is lifted over it; that is no wish to close it.
  let pressedOutside = false;

  createEffect(() => dialog.isConnected && !dialog.open && dialog.showModal());
  onCleanup(() => {
    dialog.close();
    if (opener instanceof HTMLElement && opener.isConnected) opener.focus({ preventScroll: true });
  });

  return (
    <dialog
      ref={dialog}
      class={`sheet ${props.class ?? ""}`}
      aria-labelledby={titleId}
      onCancel={(event) => {
        event.preventDefault();
        props.onClose();
      }}
      onPointerDown={(event) => (pressedOutside = event.target === dialog && outside(dialog, event))}
      onClick={(event) => pressedOutside && outside(dialog, event) && props.onClose()}
    >
      <div class="sheet-head">
        <h2 id={titleId}>{props.title}</h2>
        <button type="button" class="button icon" aria-label={t("close")} onClick={() => props.onClose()}>
          <CloseIcon />
        </button>
      </div>
      <div class="sheet-body">{props.children}</div>
    </dialog>
  );
}

function outside(dialog: HTMLDialogElement, event: MouseEvent): boolean {
  const box = dialog.getBoundingClientRect();
  return event.clientX < box.left || event.clientX > box.right || event.clientY < box.top || event.clientY > box.bottom;
}
