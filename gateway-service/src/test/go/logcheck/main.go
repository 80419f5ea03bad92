// Command logcheck checks a TradeSeal log with Go's own libraries of transparency logs, as somebody would who trusts none
// of our code: the head's signature, and the root, once from the leaves and once from the tiles of hashes.
//
//	logcheck KEY SOURCE
//
// KEY is the log's key as C2SP signed-note writes it, name+id+base64. SOURCE is the log's address, http://host/log, or a
// folder with the same files. Exit code 1, with the reason, unless everything agrees.
package main

import (
	"bytes"
	"encoding/base64"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

const (
	tileHeight = 8
	maxFile    = 32 << 20 // 256 leaves of 64 KiB and their lengths
)

func main() {
	if len(os.Args) != 3 {
		fmt.Fprintln(os.Stderr, "usage: logcheck KEY SOURCE")
		os.Exit(2)
	}
	tree, err := check(os.Args[1], source(os.Args[2]))
	if err != nil {
		fmt.Fprintln(os.Stderr, "logcheck:", err)
		os.Exit(1)
	}
	fmt.Printf("logcheck: %d leaves, root %s: head, leaves and tiles agree\n", tree.N, tree.Hash)
}

// reader gives one file of the log.
type reader func(path string) ([]byte, error)

func source(place string) reader {
	if !strings.HasPrefix(place, "http://") && !strings.HasPrefix(place, "https://") {
		return func(path string) ([]byte, error) { return os.ReadFile(filepath.Join(place, filepath.FromSlash(path))) }
	}
	client := &http.Client{Timeout: 30 * time.Second}
	return func(path string) ([]byte, error) {
		answer, err := client.Get(strings.TrimSuffix(place, "/") + "/" + path)
		if err != nil {
			return nil, err
		}
		defer answer.Body.Close()
		if answer.StatusCode != http.StatusOK {
			return nil, fmt.Errorf("%s: %s", path, answer.Status)
		}
		return io.ReadAll(io.LimitReader(answer.Body, maxFile))
	}
}

func check(key string, read reader) (tlog.Tree, error) {
	head, err := signedHead(key, read)
	if err != nil {
		return head, fmt.Errorf("head: %w", err)
	}
	leaves, err := hashesOfLeaves(head.N, read)
	if err != nil {
		return head, fmt.Errorf("leaves: %w", err)
	}
	root, err := tlog.TreeHash(head.N, leaves)
	if err != nil {
		return head, fmt.Errorf("leaves: %w", err)
	}
	if root != head.Hash {
		return head, fmt.Errorf("leaves: their root is %s, the head's is %s", root, head.Hash)
	}
	if err := checkTiles(head, leaves, read); err != nil {
		return head, fmt.Errorf("tiles: %w", err)
	}
	return head, nil
}

// signedHead verifies the checkpoint's signature and reads its three lines: origin, size, root.
func signedHead(key string, read reader) (tlog.Tree, error) {
	verifier, err := note.NewVerifier(key)
	if err != nil {
		return tlog.Tree{}, err
	}
	signed, err := read("checkpoint")
	if err != nil {
		return tlog.Tree{}, err
	}
	opened, err := note.Open(signed, note.VerifierList(verifier))
	if err != nil {
		return tlog.Tree{}, err
	}
	lines := strings.Split(opened.Text, "\n")
	if len(lines) != 4 || lines[0] != verifier.Name() || lines[3] != "" {
		return tlog.Tree{}, errors.New("not origin, size and root of the key's log")
	}
	size, err := strconv.ParseInt(lines[1], 10, 64)
	if err != nil || size < 0 || strconv.FormatInt(size, 10) != lines[1] {
		return tlog.Tree{}, fmt.Errorf("size %q", lines[1])
	}
	root, err := base64.StdEncoding.Strict().DecodeString(lines[2])
	if err != nil || len(root) != tlog.HashSize {
		return tlog.Tree{}, fmt.Errorf("root %q", lines[2])
	}
	head := tlog.Tree{N: size}
	copy(head.Hash[:], root)
	return head, nil
}

// path is where C2SP tlog-tiles puts a tile; Go's own paths name the height too, and call the leaves data.
func path(tile tlog.Tile) string {
	withHeight := fmt.Sprintf("tile/%d/", tileHeight)
	rest := strings.TrimPrefix(tile.Path(), withHeight)
	return "tile/" + strings.Replace(rest, "data/", "entries/", 1)
}

// hashesOfLeaves reads all leaves, each after its length in two bytes, and hashes them up.
func hashesOfLeaves(size int64, read reader) (tlog.HashReader, error) {
	var stored []tlog.Hash
	hashes := tlog.HashReaderFunc(func(indexes []int64) ([]tlog.Hash, error) {
		found := make([]tlog.Hash, len(indexes))
		for i, index := range indexes {
			if index >= int64(len(stored)) {
				return nil, fmt.Errorf("hash %d of %d", index, len(stored))
			}
			found[i] = stored[index]
		}
		return found, nil
	})
	const width = 1 << tileHeight
	for first := int64(0); first < size; first += width {
		tile := tlog.Tile{H: tileHeight, L: -1, N: first / width, W: width}
		if size-first < width {
			tile.W = int(size - first)
		}
		bundle, err := read(path(tile))
		if err != nil {
			return nil, err
		}
		for i := 0; i < tile.W; i++ {
			if len(bundle) < 2 || len(bundle)-2 < int(binary.BigEndian.Uint16(bundle)) {
				return nil, fmt.Errorf("%s ends within leaf %d", path(tile), i)
			}
			end := 2 + int(binary.BigEndian.Uint16(bundle))
			more, err := tlog.StoredHashes(first+int64(i), bundle[2:end], hashes)
			if err != nil {
				return nil, err
			}
			stored = append(stored, more...)
			bundle = bundle[end:]
		}
		if len(bundle) > 0 {
			return nil, fmt.Errorf("%s has more than %d leaves", path(tile), tile.W)
		}
	}
	return hashes, nil
}

// checkTiles recomputes the root from the tiles as Go's client does, and compares every tile of every level.
func checkTiles(head tlog.Tree, leaves tlog.HashReader, read reader) error {
	root, err := tlog.TreeHash(head.N, tlog.TileHashReader(head, tiles{read}))
	if err != nil {
		return err
	}
	if root != head.Hash {
		return fmt.Errorf("their root is %s, the head's is %s", root, head.Hash)
	}
	for _, tile := range tlog.NewTiles(tileHeight, 0, head.N) {
		served, err := read(path(tile))
		if err != nil {
			return err
		}
		computed, err := tlog.ReadTileData(tile, leaves)
		if err != nil {
			return err
		}
		if !bytes.Equal(served, computed) {
			return fmt.Errorf("%s does not hold the hashes of the leaves", path(tile))
		}
	}
	return nil
}

// tiles lets Go's client read the log's tiles.
type tiles struct{ read reader }

func (t tiles) Height() int { return tileHeight }

func (t tiles) ReadTiles(wanted []tlog.Tile) ([][]byte, error) {
	data := make([][]byte, len(wanted))
	for i, tile := range wanted {
		served, err := t.read(path(tile))
		if err != nil {
			return nil, err
		}
		data[i] = served
	}
	return data, nil
}

func (t tiles) SaveTiles([]tlog.Tile, [][]byte) {}
