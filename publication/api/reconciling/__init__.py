"""The reconciliation service: a table's names matched with ours, by clients such as OpenRefine.

Authority: Reconciliation Service API 0.2 (W3C Entity Reconciliation Community Group, report of 2023-04-10), and its 1.0
draft beside it, at an address of its own. Everything rests on published rows, as ``/match`` does.
"""
