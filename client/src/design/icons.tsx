import type { JSX } from "solid-js";

/* One hand drew these: 24 px grid, 2 px line, round ends, cut corners where a triangle fits. Decorative: the button
   around an icon carries its name. */
const icon = (paths: () => JSX.Element, filled = false) => (): JSX.Element => (
  <svg
    viewBox="0 0 24 24"
    fill={filled ? "currentColor" : "none"}
    stroke={filled ? "none" : "currentColor"}
    stroke-width="2"
    stroke-linecap="round"
    stroke-linejoin="round"
    aria-hidden="true"
  >
    {paths()}
  </svg>
);

const HEART = "M12 20.5 3.9 12.3a5 5 0 0 1 0-7 4.9 4.9 0 0 1 7 0L12 6.4l1.1-1.1a4.9 4.9 0 0 1 7 0 5 5 0 0 1 0 7Z";
const FLAG_SAVE = "M6 3.5h12v17l-6-5-6 5Z";

export const HeartIcon = icon(() => <path d={HEART} />);
export const HeartFullIcon = icon(() => <path d={HEART} />, true);
export const SaveIcon = icon(() => <path d={FLAG_SAVE} />);
export const SaveFullIcon = icon(() => <path d={FLAG_SAVE} stroke="currentColor" stroke-width="2" />, true);
export const ShareIcon = icon(() => <path d="M13 4.5 21 12l-8 7.5V15c-5 0-8 1.4-10 4.5.5-6 4-9.5 10-10Z" />);
export const MoreIcon = icon(() => <path d="M5 10.2a1.8 1.8 0 1 0 0 3.6 1.8 1.8 0 0 0 0-3.6Zm7 0a1.8 1.8 0 1 0 0 3.6 1.8 1.8 0 0 0 0-3.6Zm7 0a1.8 1.8 0 1 0 0 3.6 1.8 1.8 0 0 0 0-3.6Z" />, true);
export const PlayIcon = icon(() => <path d="M7 4.2c0-.8.8-1.3 1.5-.9l12 7.8c.6.4.6 1.3 0 1.7l-12 7.9c-.7.4-1.5-.1-1.5-.9Z" />, true);
export const SoundIcon = icon(() => <path d="M4 9.5v5h3.5L12 19V5L7.5 9.5ZM15.5 9a4.2 4.2 0 0 1 0 6M18 6.3a8 8 0 0 1 0 11.4" />);
export const MutedIcon = icon(() => <path d="M4 9.5v5h3.5L12 19V5L7.5 9.5ZM16 9.5l5 5m0-5-5 5" />);
export const CloseIcon = icon(() => <path d="m6 6 12 12M18 6 6 18" />);
export const CheckIcon = icon(() => <path d="m5 12.5 4.5 4.5L19 7.5" />);
export const PlusIcon = icon(() => <path d="M12 5v14M5 12h14" />);
export const BackIcon = icon(() => <path d="M15 5l-7 7 7 7" />);
export const HomeIcon = icon(() => <path d="M7 3.5h10a1.5 1.5 0 0 1 1.5 1.5v14a1.5 1.5 0 0 1-1.5 1.5H7A1.5 1.5 0 0 1 5.5 19V5A1.5 1.5 0 0 1 7 3.5ZM10.3 8.8v6.4l5-3.2Z" />);
export const PersonIcon = icon(() => <path d="M12 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8Zm-8 8.5c.8-4 4-6 8-6s7.2 2 8 6" />);
export const PeopleIcon = icon(() => <path d="M9 11.5a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7ZM2.5 19.5c.6-3.5 3-5.2 6.5-5.2s5.9 1.7 6.5 5.2M16 5a3.3 3.3 0 0 1 0 6.3M18 14.6c2 .7 3.2 2.3 3.5 4.9" />);
export const FollowingIcon = icon(() => <path d="M10 11.5a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7ZM3 19.5c.6-3.5 3.2-5.2 7-5.2 1.3 0 2.5.2 3.5.6M15 18l2.3 2.3L21.5 16" />);
export const SettingsIcon = icon(() => <path d="M4 7h9m5 0h2M4 17h2m5 0h9M15.5 4.8a2.2 2.2 0 1 0 0 4.4 2.2 2.2 0 0 0 0-4.4ZM8.5 14.8a2.2 2.2 0 1 0 0 4.4 2.2 2.2 0 0 0 0-4.4Z" />);
export const LinkIcon = icon(() => <path d="M10 14a4 4 0 0 0 5.7 0l3.5-3.5a4 4 0 0 0-5.7-5.7L12.5 6M14 10a4 4 0 0 0-5.7 0l-3.5 3.5a4 4 0 0 0 5.7 5.7l1-1.2" />);
export const WhyIcon = icon(() => <path d="M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18ZM9.5 9.5a2.5 2.5 0 1 1 3.6 2.3c-.7.4-1.1.8-1.1 1.7M12 16.8v.1" />);
export const NotIcon = icon(() => <path d="M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18ZM5.7 5.7l12.6 12.6" />);
export const FlagIcon = icon(() => <path d="M5.5 21V4M5.5 4.5h12l-2.5 4.3 2.5 4.2h-12" />);
export const NoteIcon = icon(() => <path d="M9 17.5a2.5 2.5 0 1 1-5 0 2.5 2.5 0 0 1 5 0Zm0 0V5l10-2v12.5m0 0a2.5 2.5 0 1 1-5 0 2.5 2.5 0 0 1 5 0Z" />);
export const LockIcon = icon(() => <path d="M6 10.5h12v9.5H6Zm2.5 0V8a3.5 3.5 0 0 1 7 0v2.5" />);
export const FilmIcon = icon(() => <path d="M5 4h14v16H5ZM9 4v16M15 4v16M5 8h4m6 0h4M5 16h4m6 0h4M5 12h14" />);
export const TrashIcon = icon(() => <path d="M4.5 7h15M9.5 7V4.5h5V7M6.5 7l1 13h9l1-13M10.5 11v5.5m3-5.5v5.5" />);
export const EditIcon = icon(() => <path d="m4 20 1-4.5L16 4.5 19.5 8l-11 11Z" />);
export const UpIcon = icon(() => <path d="M5 15l7-7 7 7" />);
export const DownIcon = icon(() => <path d="M5 9l7 7 7-7" />);
export const OfflineIcon = icon(() => <path d="M3 3l18 18M8.5 12.8a6 6 0 0 1 2.3-1.2M5.3 9.3A11 11 0 0 1 8 7.6M12 18.5v.1M13 8a11 11 0 0 1 5.7 2.3" />);
export const RepeatIcon = icon(() => <path d="M4 11a7 7 0 0 1 12-4.5L19.5 10M19.5 5v5h-5M20 13a7 7 0 0 1-12 4.5L4.5 14M4.5 19v-5h5" />);
export const BlockIcon = icon(() => <path d="M10 11.5a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7ZM3 19.5c.6-3.5 3.2-5.2 7-5.2 1 0 1.900.1 2.700.3M16 15.5l5 5m0-5-5 5" />);
