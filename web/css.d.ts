// A style sheet is imported for its effect: the bundler puts it beside the code that needs it.
declare module '*.css';
