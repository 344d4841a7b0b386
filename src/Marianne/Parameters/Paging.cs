using System.Management.Automation;

namespace Marianne.Commands;

/// <summary>PowerShell's paging in the numbers of stores: its default for -First is the highest that it has.</summary>
internal static class Paging
{
    /// <summary>How many to pass over.</summary>
    public static long SkipCount(this PagingParameters paging) => (long)Math.Min(paging.Skip, long.MaxValue);

    /// <summary>How many to give at most.</summary>
    public static long FirstCount(this PagingParameters paging) => (long)Math.Min(paging.First, long.MaxValue);
}
