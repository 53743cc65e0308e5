"""Small wordings used in notes to people."""


def list_pages(numbers: list[int]) -> str:
    """Page numbers with runs drawn together: [3, 4, 5, 9] is '3-5, 9'. Long lists end in '...'."""
    runs: list[list[int]] = []
    for number in sorted(set(numbers)):
        if runs and number == runs[-1][1] + 1:
            runs[-1][1] = number
        else:
            runs.append([number, number])
    words = [str(first) if first == last else f"{first}-{last}" for first, last in runs]
    return ", ".join(words[:15]) + (" ..." if len(words) > 15 else "")
