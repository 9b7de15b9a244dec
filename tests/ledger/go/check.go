// Checks a checkpoint, a cosignature and proofs with Go's own x/mod, note and tlog.
// Reads JSON on stdin: {"key","witness","note","leaf","index","inclusion":[],"old","oldroot","consistency":[]}
package main

import (
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

type cosigner struct {
	name string
	key  ed25519.PublicKey
}

func (c cosigner) Name() string { return c.name }

func (c cosigner) KeyHash() uint32 {
	sum := sha256.Sum256(append([]byte(c.name+"\n\x04"), c.key...))
	return binary.BigEndian.Uint32(sum[:])
}

func (c cosigner) Verify(msg, sig []byte) bool {
	if len(sig) != 72 {
		return false
	}
	at := binary.BigEndian.Uint64(sig)
	return ed25519.Verify(c.key, []byte(fmt.Sprintf("cosignature/v1\ntime %d\n%s", at, msg)), sig[8:])
}

type input struct {
	Key, Witness, Note, Leaf string
	Index, Old               int64
	Inclusion, Consistency   []string
	Oldroot                  string
}

func hash(text string) (h tlog.Hash) {
	data, err := base64.StdEncoding.DecodeString(text)
	if err != nil || copy(h[:], data) != 32 {
		fail(errors.New("no hash: " + text))
	}
	return h
}

func hashes(texts []string) (all []tlog.Hash) {
	for _, text := range texts {
		all = append(all, hash(text))
	}
	return all
}

func fail(err error) {
	if err != nil {
		fmt.Println("refused:", err)
		os.Exit(1)
	}
}

func main() {
	var in input
	fail(json.NewDecoder(os.Stdin).Decode(&in))
	log, err := note.NewVerifier(in.Key)
	fail(err)
	parts := strings.SplitN(in.Witness, "+", 3)
	material, err := base64.StdEncoding.DecodeString(parts[2])
	fail(err)
	witness := cosigner{parts[0], material[1:]}
	opened, err := note.Open([]byte(in.Note), note.VerifierList(log, witness))
	fail(err)
	if len(opened.Sigs) != 2 {
		fail(fmt.Errorf("%d signatures", len(opened.Sigs)))
	}
	lines := strings.Split(opened.Text, "\n")
	size, err := strconv.ParseInt(lines[1], 10, 64)
	fail(err)
	root := hash(lines[2])
	leaf, err := base64.StdEncoding.DecodeString(in.Leaf)
	fail(err)
	fail(tlog.CheckRecord(hashes(in.Inclusion), size, root, in.Index, tlog.RecordHash(leaf)))
	fail(tlog.CheckTree(hashes(in.Consistency), size, root, in.Old, hash(in.Oldroot)))
	fmt.Println("agreed")
}
