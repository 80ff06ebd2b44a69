export { addAsset } from './assets.ts';
export { type Button, button, buttonRow, link, linkButton } from './button.ts';
export { checkbox, checkboxes, dateInput, fieldset, radios } from './choice.ts';
export { type IconName, icon } from './icon.ts';
export { type Control, fileInput, type Option, select, textArea, textInput } from './input.ts';
export { type LanguageChoice, type Layout, type Link, layout } from './layout.ts';
export {
  bulletList,
  type Column,
  descriptionList,
  heading,
  paragraphs,
  type Row,
  summaryCard,
  type Task,
  table,
  taskList,
} from './list.ts';
export { renderMarkdown } from './markdown.ts';
export { alert, badge, errorSummary, type Fault, progress } from './message.ts';
export { protect, serveAssets } from './serve.ts';
export { LANGUAGE_NAMES, wordsFor } from './words.ts';
