/**
 * What is stored about a person, and how they take it with them or have it erased. One file for all of it, fetched
 * when somebody comes here: nothing of it is in the first page.
 */
export { LeavingNotice } from "./leaving_notice";
export { PrivacyPage } from "./privacy_page";
export { ReceiptPage } from "./receipt_page";
