package dev.kinescope.desktop.streams;

/**
 * A number as it is shown.
 *
 * @param value with its unit, or a dash if there is no data
 * @param caption where it comes from and how old it is
 */
record Figure(String name, String value, String caption) {}
