package dev.kinescope.desktop.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

class RestTest {
    private final AtomicLong requests = new AtomicLong(3);
    private final List<String> done = new ArrayList<>();
    private final Rest rest =
            new Rest(
                    requests::get,
                    new Rest.Room() {
                        @Override
                        public void take() {
                            done.add("take");
                        }

                        @Override
                        public void giveBack() {
                            done.add("give back");
                        }
                    });

    private void looksAfter(long... counts) {
        for (long count : counts) {
            requests.addAndGet(count);
            rest.look();
        }
    }

    @Test
    void whatTheStartTookIsGivenBackOnce() {
        looksAfter(0, 0, 0, 0, 0);

        assertThat(done).containsExactly("give back");
    }

    @Test
    void nowAndThenARequestIsNoReasonToCollect() {
        looksAfter(0, 0, 1, 0, 0, 1, 0, 0);
        assertThat(done).containsExactly("give back");

        looksAfter(Rest.SOME, 0);

        assertThat(done).containsExactly("give back", "give back");
    }

    @Test
    void whereMuchIsAskedRoomIsTakenOnce() {
        looksAfter(Rest.BUSY, Rest.BUSY, 7, Rest.BUSY, 0, Rest.BUSY);

        assertThat(done).containsExactly("take");
    }

    @Test
    void aServerThatIsAskedLittleAfterABusyTimeGivesRoomBack() {
        looksAfter(Rest.BUSY, 10, Rest.BUSY - 1, 10, 10);
        assertThat(done).containsExactly("take", "give back");

        looksAfter(Rest.BUSY, 0, 0);

        assertThat(done).containsExactly("take", "give back", "take", "give back");
    }
}
