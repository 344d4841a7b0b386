using System.Management.Automation;

namespace Marianne.Commands;

/// <summary>
/// Applies the paging parameters of PowerShell to all that a command writes, whatever number of inputs it has. What a store can skip, it
/// does not read.
/// </summary>
/// <param name="paging">The parameters.</param>
internal sealed class Paging(PagingParameters paging)
{
    private readonly List<PagedPart> _waiting = [];

    // The parameters are unsigned, and the numbers of stores are not.
    private long _skip = (long)Math.Min(paging.Skip, long.MaxValue);
    private long _left = (long)Math.Min(paging.First, long.MaxValue);

    /// <summary>The parts of the output that wait until the total number is known, which goes first.</summary>
    public IReadOnlyList<PagedPart> Waiting => _waiting;

    /// <summary>Writes a part of the output, or lets it wait.</summary>
    /// <param name="part">The part.</param>
    public void Add(PagedPart part)
    {
        if (paging.IncludeTotalCount)
            _waiting.Add(part);
        else
            Write(part);
    }

    /// <summary>Returns the total number of results.</summary>
    public PSObject Total() => paging.NewTotalCount((ulong)_waiting.Sum(part => part.Count()), accuracy: 1);

    /// <summary>Writes what the page has of a part.</summary>
    /// <param name="part">The part.</param>
    public void Write(PagedPart part)
    {
        if (_left <= 0)
            return;

        long written = part.Write(_skip, _left);
        _left -= written;
        _skip = written > 0 || _skip == 0 ? 0 : Math.Max(0, _skip - part.Count()); // A page without results is behind the last one.
    }
}
