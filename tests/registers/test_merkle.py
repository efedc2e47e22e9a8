"""The Merkle tree against the definitions of RFC 9162, at every size up to 70, and every proof of it."""

from __future__ import annotations

import pytest

from eligo.registers import Tree, consistency_proof, inclusion_proof, is_consistent, is_included, leaf_hash, root
from oracle.merkle_oracle import consistency_path, inclusion_path, tree_hash

LEAVES = [bytes([number]) * (number % 5) for number in range(70)]
TREE = Tree([leaf_hash(leaf) for leaf in LEAVES])
SIZES = range(1, len(LEAVES) + 1)


def test_the_empty_tree_has_the_hash_of_nothing() -> None:
    assert Tree().root().hex() == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"


def test_roots_at_every_size_come_from_the_kept_nodes_alone() -> None:
    assert [TREE.root(size) for size in SIZES] == [tree_hash(LEAVES[:size]) for size in SIZES]


def test_a_leaf_more_adds_the_subtrees_that_it_fills_and_changes_none() -> None:
    tree, kept = Tree(), dict[tuple[int, int], bytes]()
    for number, leaf in enumerate(LEAVES, start=1):
        tree.append(leaf_hash(leaf))
        full = {(level, place) for level in range(8) for place in range(number >> level)}
        now = {key: tree.node(*key) for key in full}
        assert root(number, tree.node) == tree_hash(LEAVES[:number])
        assert {key: now[key] for key in kept} == kept
        kept = now


@pytest.mark.parametrize("size", SIZES)
def test_every_inclusion_proof_is_the_defined_one_and_holds_for_its_leaf_alone(size: int) -> None:
    for index in range(size):
        path = inclusion_proof(index, size, TREE.node)
        assert path == inclusion_path(index, LEAVES[:size])
        leaf = leaf_hash(LEAVES[index])
        held = [place for place in range(-1, size + 2) if is_included(place, size, leaf, path, TREE.root(size))]
        assert held == [index]
        for wrong in (path[:-1], [*path, leaf], [bytes(32), *path[1:]], path[::-1]):
            if wrong != path:
                assert not is_included(index, size, leaf, wrong, TREE.root(size))


@pytest.mark.parametrize("newer", SIZES)
def test_every_consistency_proof_is_the_defined_one_and_holds_for_its_roots_alone(newer: int) -> None:
    for older in range(1, newer + 1):
        path = consistency_proof(older, newer, TREE.node)
        assert path == consistency_path(older, LEAVES[:newer])
        was, now = TREE.root(older), TREE.root(newer)
        assert is_consistent(older, newer, was, now, path)
        assert not is_consistent(older, newer, bytes(32), now, path)
        assert not is_consistent(older, newer, was, bytes(32), path)
        for wrong in (path[:-1], [*path, was], [bytes(32), *path[1:]], path[::-1]):
            if wrong != path:
                assert not is_consistent(older, newer, was, now, wrong)


def test_there_is_no_proof_of_what_is_not_there() -> None:
    with pytest.raises(IndexError):
        inclusion_proof(7, 7, TREE.node)
    with pytest.raises(IndexError):
        consistency_proof(8, 7, TREE.node)
    with pytest.raises(IndexError):
        consistency_proof(0, 7, TREE.node)
