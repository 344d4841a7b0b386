namespace Marianne.Commands;

/// <summary>What a scan has counted between two brackets of a script since the last statement began there.</summary>
/// <param name="IsList">Indicates whether a line end separates statements here.</param>
internal sealed record ScriptLevel(bool IsList)
{
    /// <summary>The number of members, indexes and casts since the last comma.</summary>
    public int Members { get; set; }

    /// <summary>The number of other operators.</summary>
    public int Others { get; set; }

    /// <summary>The number of catch blocks of the last try statement.</summary>
    public int Catches { get; set; }

    /// <summary>The most levels that the operators can add to a syntax tree.</summary>
    public int Depth => Members + Others;

    /// <summary>Ends an item, and returns the number of levels that end with it.</summary>
    public int EndMembers()
    {
        int ended = Members;
        Members = 0;
        return ended;
    }

    /// <summary>Ends a statement, and returns the number of levels that end with it.</summary>
    public int EndStatement()
    {
        int ended = Depth;
        Members = 0;
        Others = 0;
        return ended;
    }
}
