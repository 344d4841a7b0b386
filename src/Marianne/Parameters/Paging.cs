using System.Management.Automation;

namespace Marianne.Commands;

/// <summary>Converts the paging parameters of PowerShell, which are unsigned, to the numbers of stores.</summary>
internal static class Paging
{
    /// <summary>The number of results to skip.</summary>
    public static long SkipCount(this PagingParameters paging) => (long)Math.Min(paging.Skip, long.MaxValue);

    /// <summary>The maximum number of results to return.</summary>
    public static long FirstCount(this PagingParameters paging) => (long)Math.Min(paging.First, long.MaxValue);
}
