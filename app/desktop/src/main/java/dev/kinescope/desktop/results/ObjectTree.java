package dev.kinescope.desktop.results;

import dev.kinescope.desktop.controls.Icons;
import dev.kinescope.desktop.controls.Numbers;
import dev.kinescope.pipeline.results.ObjectPage;
import dev.kinescope.pipeline.results.StoredObject;

import javafx.collections.ListChangeListener;
import javafx.scene.control.SelectionMode;
import javafx.scene.control.TreeCell;
import javafx.scene.control.TreeItem;
import javafx.scene.control.TreeView;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** Fills a tree view with the bucket's folders and objects, a page at a time as they are opened. */
final class ObjectTree {
    /** A row of the tree. */
    sealed interface Entry {
        /** A prefix ending in a slash; empty for the bucket itself. */
        record Folder(String prefix) implements Entry {}

        /** An object. */
        record Leaf(StoredObject object) implements Entry {}

        /** Stands for the pages that have not been listed. */
        record More(String prefix, String next) implements Entry {}
    }

    private final TreeView<Entry> view;
    private final ResultsViewModel model;

    ObjectTree(TreeView<Entry> view, ResultsViewModel model) {
        this.view = view;
        this.model = model;
        view.setShowRoot(false);
        view.getSelectionModel().setSelectionMode(SelectionMode.MULTIPLE);
        view.setCellFactory(_ -> new EntryCell());
        view.addEventHandler(
                KeyEvent.KEY_PRESSED,
                key -> {
                    if (key.getCode() == KeyCode.ENTER || key.getCode() == KeyCode.SPACE) {
                        showMore(view.getSelectionModel().getSelectedItem());
                    }
                });
    }

    /** Tells which keys and folders are chosen whenever that changes. */
    void onChoice(Consumer<List<String>> work) {
        view.getSelectionModel()
                .getSelectedItems()
                .addListener((ListChangeListener<TreeItem<Entry>>) _ -> work.accept(chosen()));
    }

    /** Forgets everything and lists the bucket again. */
    void reload() {
        var root = new TreeItem<Entry>(new Entry.Folder(""));
        view.setRoot(root);
        root.setExpanded(true);
        list(root, "");
    }

    /** Lists the next page, if the row stands for one. */
    private void showMore(@Nullable TreeItem<Entry> row) {
        if (row != null && row.getValue() instanceof Entry.More more && !more.next().isEmpty()) {
            TreeItem<Entry> parent = row.getParent();
            model.expand(
                    more.prefix(),
                    Optional.of(more.next()),
                    page -> {
                        // Pressed twice, the page comes twice; the first one takes the row away.
                        if (parent.getChildren().contains(row)) {
                            add(parent, page);
                        }
                    });
        }
    }

    private List<String> chosen() {
        return view.getSelectionModel().getSelectedItems().stream()
                .filter(Objects::nonNull)
                .map(TreeItem::getValue)
                .flatMap(ObjectTree::key)
                .toList();
    }

    private static Stream<String> key(Entry entry) {
        return switch (entry) {
            case Entry.Folder folder -> Stream.of(folder.prefix());
            case Entry.Leaf leaf -> Stream.of(leaf.object().key());
            case Entry.More _ -> Stream.empty();
        };
    }

    private void list(TreeItem<Entry> parent, String prefix) {
        model.expand(prefix, Optional.empty(), page -> add(parent, page));
    }

    private void add(TreeItem<Entry> parent, ObjectPage page) {
        parent.getChildren().removeIf(child -> child.getValue() instanceof Entry.More);
        for (String folder : page.folders()) {
            parent.getChildren().add(folder(folder));
        }
        for (StoredObject object : page.objects()) {
            parent.getChildren().add(new TreeItem<>(new Entry.Leaf(object)));
        }
        // The posts are what a person came for: their folder opens by itself.
        model.sourceProperty()
                .get()
                .map(ResultsSource::postsPrefix)
                .ifPresent(posts -> open(parent, posts));
        page.next()
                .ifPresent(next ->
                        parent.getChildren()
                                .add(new TreeItem<>(new Entry.More(page.prefix(), next))));
    }

    private static void open(TreeItem<Entry> parent, String path) {
        for (TreeItem<Entry> child : parent.getChildren()) {
            if (child.getValue() instanceof Entry.Folder folder
                    && path.startsWith(folder.prefix())) {
                child.setExpanded(true);
            }
        }
    }

    private TreeItem<Entry> folder(String prefix) {
        var item = new TreeItem<Entry>(new Entry.Folder(prefix));
        // A stand-in child gives the arrow; the real ones are listed when the folder is opened.
        item.getChildren().add(new TreeItem<>(new Entry.More(prefix, "")));
        item.expandedProperty()
                .subscribe(expanded -> {
                    if (expanded && isUnlisted(item)) {
                        list(item, prefix);
                    }
                });
        return item;
    }

    private static boolean isUnlisted(TreeItem<Entry> item) {
        return item.getChildren().size() == 1
                && item.getChildren().getFirst().getValue() instanceof Entry.More more
                && more.next().isEmpty();
    }

    private final class EntryCell extends TreeCell<Entry> {
        @Override
        protected void updateItem(Entry entry, boolean empty) {
            super.updateItem(entry, empty);
            setOnMouseClicked(null);
            if (empty || entry == null) {
                setText(null);
                setGraphic(null);
                return;
            }
            switch (entry) {
                case Entry.Folder folder -> {
                    String prefix = folder.prefix();
                    int slash = prefix.lastIndexOf('/', prefix.length() - 2);
                    setText(prefix.substring(slash + 1));
                    setGraphic(Icons.of("fth-folder"));
                }
                case Entry.Leaf leaf -> {
                    setText(leaf.object().name() + "  " + Numbers.bytes(leaf.object().bytes()));
                    setGraphic(Icons.of("fth-file"));
                }
                case Entry.More more -> {
                    setText(more.next().isEmpty() ? "Listing…" : "Show more");
                    setGraphic(Icons.of("fth-more-horizontal"));
                    if (!more.next().isEmpty()) {
                        setOnMouseClicked(_ -> showMore(getTreeItem()));
                    }
                }
            }
        }
    }
}
