// Edits of this page in the order in which they were made: they may arrive in another one, and on several connections.
let edits = 0;

export const nextEdit = () => ++edits;
