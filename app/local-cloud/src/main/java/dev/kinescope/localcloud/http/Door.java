package dev.kinescope.localcloud.http;

import io.helidon.common.socket.SocketOptions;

import java.net.SocketOption;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** Sets up each connection as the usual options do, and tells of it. */
final class Door implements SocketOptions {
    private final SocketOptions usual;
    private final Consumer<SocketChannel> arrived;

    Door(SocketOptions usual, Consumer<SocketChannel> arrived) {
        this.usual = usual;
        this.arrived = arrived;
    }

    @Override
    public void configureSocket(SocketChannel connection) {
        usual.configureSocket(connection);
        arrived.accept(connection);
    }

    @Override
    public Map<SocketOption<?>, Object> socketOptions() {
        return usual.socketOptions();
    }

    @Override
    public Duration connectTimeout() {
        return usual.connectTimeout();
    }

    @Override
    public Duration readTimeout() {
        return usual.readTimeout();
    }

    @Override
    public Optional<Integer> socketReceiveBufferSize() {
        return usual.socketReceiveBufferSize();
    }

    @Override
    public Optional<Integer> socketSendBufferSize() {
        return usual.socketSendBufferSize();
    }

    @Override
    public boolean socketReuseAddress() {
        return usual.socketReuseAddress();
    }

    @Override
    public boolean socketKeepAlive() {
        return usual.socketKeepAlive();
    }

    @Override
    public boolean tcpNoDelay() {
        return usual.tcpNoDelay();
    }
}
