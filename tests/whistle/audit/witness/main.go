// What others make of our notes and proofs: Go's own implementation of signed notes and of transparency logs opens
// them, told nothing but the public key. Reads a line of JSON on its standard input, prints what is proven, a line
// each, and ends with an error where something is not.
package main

import (
	"encoding/base64"
	"encoding/json"
	"fmt"
	"os"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

type provenEntry struct {
	Entry []byte   `json:"entry"`
	Proof [][]byte `json:"proof"`
	Index int64    `json:"index"`
}

type question struct {
	Key     string `json:"key"`
	Receipt struct {
		Checkpoint string        `json:"checkpoint"`
		Entries    []provenEntry `json:"entries"`
	} `json:"receipt"`
	Older       string   `json:"older"`
	Newer       string   `json:"newer"`
	Consistency [][]byte `json:"consistency"`
}

type tree struct {
	size int64
	root tlog.Hash
}

func fail(format string, arguments ...interface{}) {
	fmt.Fprintf(os.Stderr, format+"\n", arguments...)
	os.Exit(1)
}

func hashes(raw [][]byte) []tlog.Hash {
	var proof []tlog.Hash
	for _, bytes := range raw {
		var hash tlog.Hash
		if len(bytes) != tlog.HashSize {
			fail("a hash of %d bytes", len(bytes))
		}
		copy(hash[:], bytes)
		proof = append(proof, hash)
	}
	return proof
}

func open(text string, verifiers note.Verifiers) tree {
	opened, err := note.Open([]byte(text), verifiers)
	if err != nil {
		fail("note: %v", err)
	}
	lines := strings.Split(opened.Text, "\n")
	if len(lines) < 4 {
		fail("a note of %d lines", len(lines))
	}
	size, err := strconv.ParseInt(lines[1], 10, 64)
	if err != nil {
		fail("size: %v", err)
	}
	root, err := base64.StdEncoding.DecodeString(lines[2])
	if err != nil || len(root) != tlog.HashSize {
		fail("root: %v", err)
	}
	var hash tlog.Hash
	copy(hash[:], root)
	return tree{size, hash}
}

func main() {
	var asked question
	if err := json.NewDecoder(os.Stdin).Decode(&asked); err != nil {
		fail("question: %v", err)
	}
	verifier, err := note.NewVerifier(asked.Key)
	if err != nil {
		fail("key: %v", err)
	}
	verifiers := note.VerifierList(verifier)
	signed := open(asked.Receipt.Checkpoint, verifiers)
	fmt.Printf("checkpoint %d\n", signed.size)
	for _, entry := range asked.Receipt.Entries {
		leaf := tlog.RecordHash(entry.Entry)
		if err := tlog.CheckRecord(hashes(entry.Proof), signed.size, signed.root, entry.Index, leaf); err != nil {
			fail("entry %d: %v", entry.Index, err)
		}
		fmt.Printf("entry %d\n", entry.Index)
	}
	older, newer := open(asked.Older, verifiers), open(asked.Newer, verifiers)
	if err := tlog.CheckTree(hashes(asked.Consistency), newer.size, newer.root, older.size, older.root); err != nil {
		fail("consistency: %v", err)
	}
	fmt.Printf("consistent %d %d\n", older.size, newer.size)
}
