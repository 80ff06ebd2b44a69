export { addAsset } from './assets.ts';
export { button, buttonRow, link, linkButton } from './button.ts';
export { checkbox, checkboxes, dateInput, fieldset, radios } from './choice.ts';
export { icon } from './icon.ts';
export { type Control, fileInput, type Option, select, textArea, textInput } from './input.ts';
export { type LanguageChoice, type Link, layout } from './layout.ts';
export { limitBody } from './limit-body.ts';
export {
  bulletList,
  descriptionList,
  heading,
  paragraphs,
  summaryCard,
  table,
  taskList,
} from './list.ts';
export { renderMarkdown } from './markdown.ts';
export { alert, badge, errorSummary, type Fault, progress } from './message.ts';
export { protect, SCRIPT_POLICY, SECURITY_HEADERS, serveAssets } from './serve.ts';
export { wordsFor } from './words.ts';
