package dev.kinescope.desktop.overview;

import dev.kinescope.pipeline.provisioning.ResourceState;

/**
 * One node of the diagram as text.
 *
 * @param resource the name it has in the account
 * @param headline the one number, or a dash while there is none
 * @param unit what the number counts
 * @param detail a second line
 * @param warning whether the detail needs attention
 */
record NodeState(
        String resource,
        ResourceState state,
        String headline,
        String unit,
        String detail,
        boolean warning) {}
