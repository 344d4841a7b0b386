namespace Marianne.Stores;

/// <summary>A query whose results can be read in parts.</summary>
public interface IPagedQuery
{
    /// <summary>How many results to skip.</summary>
    long Skip { get; }

    /// <summary>The maximum number of results to return.</summary>
    long First { get; }
}
