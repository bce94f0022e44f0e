package dev.kinescope.localcloud.faults;

/**
 * A fault that is set, and what it has done so far.
 *
 * @param id what clears it
 * @param seen how many calls, records or items it could have struck; a wrong clock and slow roles
 *     strike no single ones and stay at 0
 * @param struck how many of them it did strike
 */
public record Setting(String id, Fault fault, long seen, long struck) {}
