package dev.kinescope.desktop.functions;

/**
 * An event to invoke a function with, from a file.
 *
 * @param name of the file
 * @param text JSON, placeholders filled in
 */
record EventTemplate(String name, FunctionRole role, String text) {}
