package dev.kinescope.desktop.shell;

/** Something the command palette can find and do. */
public record Command(String icon, String title, Runnable work) {}
