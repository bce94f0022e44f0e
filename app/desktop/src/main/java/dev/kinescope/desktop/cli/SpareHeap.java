package dev.kinescope.desktop.cli;

import com.sun.management.HotSpotDiagnosticMXBean;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.lang.management.ManagementFactory;

/**
 * The part of the heap that is free after a collection, as a part of the whole. The serial
 * collector changes the heap's size in full collections only, for which it may never have a reason;
 * how much it then keeps free can be changed while the JVM runs (JDK documentation, manageable
 * flags).
 */
final class SpareHeap implements Rest.Room {
    private static final Logger LOG = LoggerFactory.getLogger(SpareHeap.class);

    @Override
    public void take() {
        collect(85, 90);
    }

    @Override
    public void giveBack() {
        collect(10, 20);
    }

    /** Collects, and leaves between so many percent free. */
    private static void collect(int least, int most) {
        try {
            HotSpotDiagnosticMXBean jvm =
                    ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class);
            // The JVM takes no least above the most that holds at that moment.
            jvm.setVMOption("MinHeapFreeRatio", "0");
            jvm.setVMOption("MaxHeapFreeRatio", Integer.toString(most));
            jvm.setVMOption("MinHeapFreeRatio", Integer.toString(least));
        } catch (IllegalArgumentException e) {
            LOG.debug("This JVM does not let its heap be fitted to what is asked.", e);
        }
        System.gc();
    }
}
