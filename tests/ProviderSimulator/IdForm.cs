namespace ProviderSimulator;

/// <summary>How ids of a provider tell what they stand for.</summary>
internal abstract class IdForm(Vocabulary vocabulary)
{
    public Vocabulary Vocabulary => vocabulary;

    public string Example(string word, int number = 1)
        => Write(vocabulary.Find(word) ?? throw new ArgumentException($"There is no state, life or fault called '{word}'.", nameof(word)), number);

    /// <summary>An id with that meaning; each number makes another one.</summary>
    protected abstract string Write(Meaning meaning, int number);

    /// <summary>What an id stands for; null when it says nothing, which is an unknown batch.</summary>
    public abstract Meaning? Read(string id);
}
