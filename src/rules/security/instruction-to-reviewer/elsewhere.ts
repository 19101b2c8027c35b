/** The order to forget all orders, in other languages than English; word boundaries of patterns know ASCII letters only. */
import { phrase } from "./phrase.js";

export const overrideElsewhere = phrase(
  "(?:" +
    [
      "ignorier(?:e|t|en Sie)? (?:bitte )?(?:alle )?(?:deine |Ihre |die )?(?:vorherigen|bisherigen|vorigen|obigen|früheren) (?:Anweisungen|Instruktionen|Regeln)",
      "(?:ignore[zs]?|oublie[zs]?) (?:toutes )?(?:les |vos |tes )?(?:instructions|consignes|règles) (?:précédentes|antérieures|ci-dessus)",
      "(?:ignor[ae]|olvida) (?:todas )?(?:las )?(?:instrucciones|reglas) (?:anteriores|previas)",
      "ignor[ea] (?:todas )?(?:as )?(?:instruções|regras) (?:anteriores|prévias)",
      "ignora(?:te)? (?:tutte )?(?:le )?(?:istruzioni|regole) precedenti",
      "(?:игнорируй|проигнорируй|забудь)(?:те)? (?:все )?предыдущие (?:инструкции|указания)",
      "(?:忽略|无视)(?:之前|以上|先前|前面)?的?(?:所有|一切)?的?(?:之前|以上|先前|前面)?的?(?:指令|指示|说明)",
      "(?:以前|これまで|上記)の(?:すべての)?指示を(?:すべて)?無視",
      "z?ignoruj(?:cie)? (?:wszystkie )?(?:poprzednie|wcześniejsze) (?:polecenia|instrukcje)",
      "negeer (?:alle )?(?:vorige|eerdere|voorgaande) instructies",
      "ignorera (?:alla )?(?:tidigare|föregående) (?:instruktioner|anvisningar)",
      "ignoruj(?:te)? (?:všechny )?předchozí (?:pokyny|instrukce)",
      "(?:ігноруй|проігноруй)(?:те)? (?:всі |усі )?попередні (?:інструкції|вказівки)",
      "önceki (?:tüm |bütün )?(?:talimatları|yönergeleri) (?:yok say|görmezden gel)",
      "이전의?(?: )?(?:모든 )?지시(?:사항)?[을를]?(?: )?(?:모두 )?무시",
    ].join("|") +
    ")",
);

/** A word that one of them has, for a cheap first look. */
export const wordsElsewhere =
  "Anweisung|Instruktion|instru(?:[ct]|ç)|istruzioni|инструкци|指[令示]|polecenia|instrukc|předchozí|інструкці|вказівки|talimat|yönerge|지시";
