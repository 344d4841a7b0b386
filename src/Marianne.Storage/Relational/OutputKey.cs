namespace Marianne.Storage.Relational;

/// <summary>The position of an output in the listing of its job.</summary>
/// <param name="SheetNumber">The sheet's number.</param>
/// <param name="Name">The name of the output.</param>
internal readonly record struct OutputKey(int SheetNumber, string Name)
{
    /// <summary>The position before all outputs.</summary>
    public static OutputKey First { get; } = new(0, "");
}
