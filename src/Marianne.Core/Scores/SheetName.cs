using Marianne.Text;

namespace Marianne.Scores;

/// <summary>The names of sheets. A name that other keys refer to must be an identifier, and only one sheet may have it.</summary>
public static class SheetName
{
    /// <summary>The regular expression that a name must match to be referred to.</summary>
    public const string Pattern = "^[A-Za-z_][A-Za-z0-9_-]*$";

    /// <summary>What a name must be to be referred to, in words.</summary>
    public const string Meaning = "the name of a sheet (letters, digits, '_' and '-', beginning with a letter or '_')";

    /// <summary>Determines whether other keys can refer to a sheet by a name.</summary>
    /// <param name="name">The name.</param>
    public static bool CanBeReferredTo(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return WholeText.Matches(name, Pattern);
    }
}
