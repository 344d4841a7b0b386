namespace Marianne.History;

/// <summary>The format of the file of an execution history.</summary>
public enum HistoryFormat
{
    /// <summary>JSON, which can be imported.</summary>
    Json,

    /// <summary>A page for a browser with the tree of steps, in one file.</summary>
    Html,
}
