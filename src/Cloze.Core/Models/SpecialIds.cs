namespace Cloze.Models;

/// <summary>
/// Ids that <c>config.json</c> says of special pieces, padding apart. Nothing is computed with them: they are kept for
/// others. Null where the file says none, or one that the vocabulary does not have.
/// </summary>
/// <param name="Beginning">bos_token_id.</param>
/// <param name="Classification">cls_token_id.</param>
/// <param name="End">eos_token_id.</param>
/// <param name="Separator">sep_token_id.</param>
internal readonly record struct SpecialIds(int? Beginning, int? Classification, int? End, int? Separator);
