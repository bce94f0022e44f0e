package dev.kinescope.desktop.shell;

/** The views, in the order of the work. */
public enum Destination {
    OVERVIEW("Overview", "fth-share-2"),
    PROVISION("Provision", "fth-layers"),
    FUNCTIONS("Functions", "fth-zap"),
    PRODUCER("Producer", "fth-radio"),
    SHARDS("Shards", "fth-bar-chart-2"),
    DELIVERY("Delivery", "fth-truck"),
    RESULTS("Results", "fth-pie-chart"),
    ACTIVITY("Activity", "fth-activity"),
    SETTINGS("Settings", "fth-settings");

    private final String title;
    private final String icon;

    Destination(String title, String icon) {
        this.title = title;
        this.icon = icon;
    }

    /** What the navigation calls it. */
    public String title() {
        return title;
    }

    /** The Feather icon's name. */
    public String icon() {
        return icon;
    }
}
