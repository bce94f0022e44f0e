/**
 * The Delivery view: how Firehose is set up, how far it is, what it wrote and what it could not.
 */
@NullMarked
package dev.kinescope.desktop.delivery;

import org.jspecify.annotations.NullMarked;
