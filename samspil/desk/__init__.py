"""The rules of the workbench, without input or output: what an event does to a row, the trail's hash chain, the order of the queue."""
