using Marianne.Jobs;

namespace Marianne.Secrets;

/// <summary>Refuses items with secrets: a job keeps its items as they are, so that they can run again.</summary>
internal static class SecretItems
{
    /// <summary>Throws if an item contains a secret.</summary>
    /// <param name="items">The items; <c>null</c> if there are none.</param>
    /// <param name="redactor">The redactor of the run.</param>
    /// <exception cref="MarianneException">InvalidItem: an item contains a secret.</exception>
    public static void Check(ItemList? items, SecretRedactor redactor)
    {
        for (int index = 0; index < items?.Items.Count; index++)
        {
            string text = $"{items.Items[index].Key}\n{items.Items[index].Value}";
            if (redactor.Redact(text) != text)
            {
                throw ItemErrors.Invalid(
                    index + 1, "contains a secret, which the job would store", "Read the secret in the block, from its environment variable.");
            }
        }
    }
}
