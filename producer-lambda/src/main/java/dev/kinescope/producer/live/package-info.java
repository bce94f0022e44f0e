/** What live sources share: connections that come and go, and when the next one may be tried. */
@NullMarked
package dev.kinescope.producer.live;

import org.jspecify.annotations.NullMarked;
