//! Set phrases of web pages and the kind of line they stand in, in the languages that are common on the web.
//!
//! A short list of near certain ones. Most of what the words of a line say is learnt in the hashed tables; these
//! phrases give certainty where a page is short, and the reason why a line is dropped.

use std::sync::LazyLock;

use super::script::is_unspaced;
use crate::plan::Kind;
use crate::text::class::is_alphanumeric;

/// Kinds that have phrases, in the order of their features.
pub(crate) const KINDS: [Kind; 11] = [
    Kind::Nav,
    Kind::Banner,
    Kind::Byline,
    Kind::Share,
    Kind::Related,
    Kind::Newsletter,
    Kind::Comments,
    Kind::Legal,
    Kind::Cookie,
    Kind::Media,
    Kind::Pager,
];

/// Names of the features: the share of the line's characters that phrases of the kind make up.
pub(crate) const NAMES: [&str; KINDS.len()] = [
    "phrase_nav",
    "phrase_banner",
    "phrase_byline",
    "phrase_share",
    "phrase_related",
    "phrase_newsletter",
    "phrase_comments",
    "phrase_legal",
    "phrase_cookie",
    "phrase_media",
    "phrase_pager",
];

/// Longest line, in bytes, that is searched: in longer ones the words stand in sentences.
pub(crate) const LONGEST: usize = 120;

/// Phrases in lower case, separated by `|`, one string a kind in the order of [`KINDS`].
const PHRASES: [&str; KINDS.len()] = [
    // nav
    "home|menu|main menu|search|site map|sitemap|navigation|skip to content|skip to main content|skip navigation|\
     toggle navigation|log in|login|sign in|sign up|register|my account|log out|logout|contact us|contact|about us|\
     help|faq|faqs|careers|categories|all categories|archives|archive|topics|tags|sections|departments|view cart|cart|\
     startseite|hauptmenü|menü|suche|suchen|anmelden|registrieren|kontakt|über uns|zum inhalt springen|kategorien|\
     themen|warenkorb|mein konto|accueil|rechercher|connexion|se connecter|s'inscrire|nous contacter|aller au contenu|\
     panier|mon compte|inicio|buscar|menú|iniciar sesión|registrarse|contacto|quiénes somos|ir al contenido|carrito|\
     categorías|início|entrar|pesquisar|contato|quem somos|accedi|cerca|chi siamo|contatti|zoeken|inloggen|over ons|\
     winkelwagen|strona główna|szukaj|zaloguj się|zaloguj|koszyk|o nas|главная|поиск|войти|вход|регистрация|\
     контакты|о нас|меню|首页|登录|注册|搜索|联系我们|关于我们|导航|菜单|网站地图|ホーム|ログイン|会員登録|検索|\
     メニュー|お問い合わせ|サイトマップ|로그인|회원가입|검색|메뉴|anasayfa|giriş yap|arama|üye ol|الرئيسية|بحث|\
     تسجيل الدخول|اتصل بنا|logga in|sök|hem|kontakta oss|log ind|søg|logg inn|kirjaudu|haku|přihlásit|hledat|αρχική|αναζήτηση|\
     đăng nhập|trang chủ|tìm kiếm|beranda|masuk|cari|หน้าแรก|เข้าสู่ระบบ|ค้นหา|首頁|登入|註冊|搜尋|聯絡我們|關於我們|網站導覽|回首頁|會員登入",
    // banner
    "advertisement|advertisements|advertising|sponsored|sponsored content|sponsored by|promoted|ad|ads|learn more|\
     get started|buy now|shop now|order now|book now|sign up now|try it free|free trial|add to cart|add to basket|add to bag|add to wish list|add to wishlist|download now|donate|donate now|\
     click here|get it now|request a demo|anzeige|werbung|jetzt kaufen|jetzt bestellen|mehr erfahren|spenden|publicité|la suite après la publicité|\
     en savoir plus|acheter|publicidad|comprar ahora|más información|publicidade|saiba mais|pubblicità|scopri di più|\
     advertentie|reklama|реклама|广告|広告|광고|reklam|إعلان|annons|annonce|annonse|mainos|quảng cáo|iklan|โฆษณา",
    // byline
    "posted by|written by|published by|submitted by|by staff|staff writer|staff reporter|about the author|\
     posted on|published on|last updated|last modified|updated|published|min read|minute read|minutes read|\
     veröffentlicht|aktualisiert|geschrieben von|lesezeit|publié le|mis à jour|publié par|écrit par|temps de lecture|\
     publicado|actualizado|escrito por|por redacción|publicado em|atualizado em|pubblicato|aggiornato|di redazione|\
     gepubliceerd|geplaatst|bijgewerkt|opublikowano|autor|опубликовано|обновлено|автор|发布时间|来源|作者|编辑|责任编辑|記者|更新日|公開日|기자|입력|수정",
    // share
    "share|share this|share on facebook|share on twitter|share on x|share on linkedin|share via email|share article|\
     tweet|tweet this|retweet|pin it|pinterest|facebook|twitter|linkedin|whatsapp|telegram|reddit|instagram|youtube|\
     tiktok|follow us|follow us on|copy link|email this|print|print this|rss|teilen|drucken|auf facebook teilen|\
     folgen sie uns|link kopieren|partager|imprimer|suivez-nous|compartir|imprimir|síguenos|compartilhar|partilhar|\
     siga-nos|condividi|stampa|seguici|delen|volg ons|udostępnij|drukuj|поделиться|подписывайтесь|分享|分享到|关注我们|微信|微博|\
     シェア|シェアする|ツイート|공유|공유하기|paylaş|مشاركة|شارك|dela|del|jaa|sdílet|κοινοποίηση|chia sẻ|bagikan|ajouter à vos favoris|add to favourites|add to favorites|save article|bookmark|artikel merken|แชร์|แชร์ข่าวนี้",
    // related
    "related|related articles|related posts|related stories|related news|related content|related products|\
     related topics|read more|read also|read next|also read|more from|more stories|more news|more on this|\
     you may also like|you might also like|you may also be interested in|recommended|recommended for you|\
     recommended reading|most read|most popular|popular posts|popular|trending|trending now|latest news|latest posts|\
     latest articles|latest stories|recent posts|recent articles|recent comments|top stories|up next|don't miss|\
     editor's picks|editors' picks|related links|more for you|more like this|around the web|from our partners|similar articles|similar products|customers also bought|what to read next|\
     continue reading|in other news|mehr zum thema|auch interessant|das könnte sie auch interessieren|weiterlesen|\
     lesen sie auch|meistgelesen|ähnliche artikel|ähnliche beiträge|neueste beiträge|weitere artikel|mehr lesen|\
     zum thema|verwandte artikel|à lire aussi|lire aussi|lire la suite|articles similaires|sur le même sujet|les plus lus|\
     dernières actualités|voir aussi|à ne pas manquer|leer más|te puede interesar|noticias relacionadas|\
     artículos relacionados|lo más leído|también te puede interesar|más noticias|últimas noticias|leia também|leia mais|\
     veja também|mais lidas|notícias relacionadas|leggi anche|articoli correlati|potrebbe interessarti|più letti|\
     lees ook|lees meer|gerelateerde artikelen|meest gelezen|czytaj także|czytaj więcej|zobacz także|polecane|najnowsze|\
     читайте также|похожие статьи|самое читаемое|по теме|последние новости|相关阅读|相关新闻|相关文章|推荐阅读|热门|\
     最新ニュース|関連記事|おすすめ記事|人気記事|あわせて読みたい|ランキング|관련기사|많이 본 뉴스|추천기사|\
     ilgili haberler|son haberler|devamını oku|اقرأ أيضا|اقرأ أيضاً|مواضيع ذات صلة|المزيد|läs mer|läs också|mest läst|\
     læs også|les også|lue myös|čtěte také|související články|διαβάστε επίσης|σχετικά άρθρα|xem thêm|tin liên quan|baca juga|อ่านเพิ่มเติม|ข่าวที่เกี่ยวข้อง|ข่าวล่าสุด|บทความที่เกี่ยวข้อง|most recent|you might like|more recipes|you may like|meist geklickt|am meisten gelesen|das könnte dich auch interessieren|weitere pressemitteilungen|le più lette|i più letti|le più condivise|más leídas|lo último|点击排行|热门文章|相关链接|延伸閱讀|相關新聞|相關文章|熱門新聞|新着記事",
    // newsletter
    "newsletter|newsletters|subscribe|subscribe now|subscribe to our newsletter|sign up for our newsletter|\
     sign up for|enter your email|your email address|email address|join our mailing list|get the latest|\
     in your inbox|become a member|create an account|unsubscribe|newsletter abonnieren|abonnieren|jetzt abonnieren|\
     zum newsletter|e-mail-adresse|abonnement|abonnez-vous|s'abonner|inscrivez-vous|votre adresse e-mail|\
     suscríbete|suscribirse|boletín|assine|inscreva-se|iscriviti|abbonati|aanmelden|nieuwsbrief|zapisz się|\
     подписаться|подписка|рассылка|订阅|メルマガ|구독|abone ol|bülten|النشرة البريدية|prenumerera|nyhetsbrev|nyhedsbrev|nyhetsbrev|uutiskirje|đăng ký",
    // comments
    "comments|comment|leave a comment|leave a reply|post a comment|add a comment|no comments|comments are closed|\
     view comments|show comments|reply|report|report abuse|log in to comment|sign in to comment|your comment|\
     upvote|downvote|quote|like|likes|join the conversation|join the discussion|kommentare|kommentieren|\
     kommentar schreiben|antworten|kommentar|commentaires|laisser un commentaire|répondre|réagir|comentarios|\
     deja un comentario|responder|comentar|comentários|deixe um comentário|commenti|lascia un commento|rispondi|\
     reacties|reageer|komentarze|dodaj komentarz|odpowiedz|комментарии|комментарий|добавить комментарий|ответить|\
     评论|发表评论|回复|コメント|コメントする|返信|댓글|댓글쓰기|yorum|yorumlar|yorum yap|تعليقات|اترك تعليقا|kommentera|kommentarer|svar|kommentoi|komentáře|σχόλια|bình luận|discussion about this post|reactions|be the first to comment|留言|發表評論|我要评论|网友评论|回覆|回應",
    // legal
    "copyright|©|all rights reserved|terms of use|terms of service|terms and conditions|terms & conditions|terms|\
     privacy|privacy policy|disclaimer|legal notice|accessibility|do not sell my personal information|imprint|\
     powered by|impressum|datenschutz|datenschutzerklärung|agb|nutzungsbedingungen|alle rechte vorbehalten|\
     mentions légales|politique de confidentialité|conditions d'utilisation|tous droits réservés|cgu|cgv|aviso legal|\
     política de privacidad|términos y condiciones|todos los derechos reservados|política de privacidade|\
     termos de uso|todos os direitos reservados|note legali|informativa sulla privacy|tutti i diritti riservati|\
     privacybeleid|algemene voorwaarden|alle rechten voorbehouden|polityka prywatności|regulamin|\
     wszelkie prawa zastrzeżone|политика конфиденциальности|все права защищены|пользовательское соглашение|\
     版权所有|隐私政策|免责声明|备案|icp备|プライバシーポリシー|利用規約|無断転載|개인정보처리방침|이용약관|무단전재|\
     gizlilik politikası|tüm hakları saklıdır|سياسة الخصوصية|جميع الحقوق محفوظة|integritetspolicy|privatlivspolitik|personvern|tietosuoja|ochrana osobních údajů|πολιτική απορρήτου|legal|privacy notice|隱私權聲明|隱私權政策|著作權|版權所有|服務條款|使用條款|免責聲明",
    // cookie
    "cookie|cookies|cookie policy|cookie settings|cookie preferences|accept cookies|accept all|manage options|privacy settings|we value your privacy|your privacy choices|accept all cookies|\
     reject all|manage cookies|manage preferences|we use cookies|this site uses cookies|consent|cookie-einstellungen|\
     cookies akzeptieren|alle akzeptieren|wir verwenden cookies|tout accepter|gérer les cookies|accepter les cookies|\
     politique de cookies|nous utilisons des cookies|política de cookies|aceptar cookies|aceptar todo|utilizamos cookies|\
     aceitar cookies|accetta i cookie|utilizziamo i cookie|cookiebeleid|alle cookies accepteren|polityka cookies|\
     файлы cookie|мы используем cookie|クッキー|쿠키|çerez politikası|çerezler|ملفات تعريف الارتباط|kakor|evästeet",
    // media
    "play|pause|mute|unmute|listen to this article|listen to article|previous image|next image|open gallery|view gallery|play video|watch video|watch now|watch|video|videos|photo|photos|gallery|slideshow|\
     image|images|photo gallery|enlarge image|click to enlarge|loading|listen|listen now|audio|full screen|fullscreen|\
     enable javascript|your browser does not support|getty images|image credit|photo credit|photo by|image source|\
     bild|bilder|foto|fotos|bildergalerie|fotostrecke|video abspielen|bildquelle|vidéo|vidéos|écouter|crédit photo|\
     galería|ver vídeo|fotogalería|galeria|ascolta|guarda il video|galerie|wideo|zdjęcia|видео|фото|фотогалерея|смотреть|\
     图片|视频|播放|动画|動画|写真|画像|사진|동영상|فيديو|صور|bildspel|kuva|kuvat|圖片|影片|相簿|图集",
    // pager
    "next|previous|prev|back|next page|previous page|next article|previous article|next post|previous post|\
     older posts|newer posts|load more|show more|view more|view all|see all|show all|see more|show less|back to top|\
     scroll to top|to top|top|go to top|return to top|back to home|first|last|page|close|open|expand|collapse|older|newer|\
     weiter|zurück|nächste|nächste seite|vorherige|nach oben|mehr anzeigen|alle anzeigen|mehr laden|schließen|seite|\
     suivant|précédent|page suivante|haut de page|retour en haut|voir plus|voir tout|fermer|retour|siguiente|anterior|\
     volver arriba|ver más|ver todo|cerrar|próximo|próxima|voltar ao topo|ver mais|fechar|successivo|precedente|\
     torna su|mostra altro|chiudi|volgende|vorige|terug naar boven|meer tonen|sluiten|następny|następna|poprzedni|\
     do góry|pokaż więcej|zamknij|далее|назад|следующая|предыдущая|наверх|показать ещё|показать еще|закрыть|\
     下一页|上一页|下一篇|上一篇|返回顶部|加载更多|更多|关闭|次へ|前へ|次のページ|トップへ戻る|もっと見る|閉じる|\
     다음|이전|더보기|닫기|맨위로|sonraki|önceki|yukarı|kapat|التالي|السابق|إغلاق|nästa|föregående|visa mer|stäng|næste|neste|seuraava|další|επόμενο|下一頁|上一頁|回頂端|回到頂端|關閉",
];

/// All phrases in order, each with its kind and with the longest other phrase it begins with.
///
/// A sorted list is ready in a thirtieth of the time that building an automaton of the same phrases takes, which a
/// small document would have to wait for.
struct Index {
    phrases: Vec<(&'static str, u8)>,
    shorter: Vec<u16>,
    /// A bit for the first three bytes of each phrase: most words begin none.
    begins: Vec<u64>,
    /// Where the phrases with each first byte begin; they end where those of the next byte begin.
    first: [u16; 257],
}

const NONE: u16 = u16::MAX;

impl Index {
    fn shipped() -> &'static Index {
        static INDEX: LazyLock<Index> = LazyLock::new(|| {
            let of = |(kind, list): (usize, &'static str)| {
                list.split('|').map(move |phrase| (phrase.trim_start(), kind as u8))
            };
            let mut phrases: Vec<(&str, u8)> = PHRASES.into_iter().enumerate().flat_map(of).collect();
            phrases.sort_unstable();
            let mut shorter = Vec::with_capacity(phrases.len());
            for (index, (phrase, _)) in phrases.iter().enumerate() {
                let mut before = if index == 0 { NONE } else { index as u16 - 1 };
                while before != NONE && !phrase.starts_with(phrases[usize::from(before)].0) {
                    before = shorter[usize::from(before)];
                }
                shorter.push(before);
            }
            let mut begins = vec![0; BEGINNINGS / 64];
            for (phrase, _) in &phrases {
                for bit in beginnings(phrase.as_bytes()) {
                    begins[bit / 64] |= 1 << (bit % 64);
                }
            }
            let before =
                |byte| phrases.partition_point(|(phrase, _)| usize::from(phrase.as_bytes()[0]) < byte);
            let first = std::array::from_fn(|byte| before(byte) as u16);
            Index { phrases, shorter, begins, first }
        });
        &INDEX
    }

    /// The longest phrase that `text` begins with and that ends at a word's end: its length and kind.
    ///
    /// Every phrase that `text` begins with is a beginning of the last phrase not behind `text` in the order.
    fn longest(&self, text: &str) -> Option<(usize, u8)> {
        if let [first, second, third, ..] = *text.as_bytes() {
            let bit = beginning([first, second, third]);
            if self.begins[bit / 64] >> (bit % 64) & 1 == 0 {
                return None;
            }
        }
        let byte = usize::from(*text.as_bytes().first()?);
        let (from, to) = (self.first[byte], self.first[byte + 1]);
        let alike = &self.phrases[usize::from(from)..usize::from(to)];
        let behind = alike.partition_point(|(phrase, _)| *phrase <= text) as u16;
        let mut at = if behind == 0 { NONE } else { from + behind - 1 };
        while at != NONE {
            let (phrase, kind) = self.phrases[usize::from(at)];
            if text.starts_with(phrase) && ends_word(&text[phrase.len()..]) {
                return Some((phrase.len(), kind));
            }
            at = self.shorter[usize::from(at)];
        }
        None
    }
}

/// Bits for the beginnings of phrases.
const BEGINNINGS: usize = 1 << 15;

/// The bit of a text's first three bytes.
fn beginning(bytes: [u8; 3]) -> usize {
    let [first, second, third] = bytes.map(u32::from);
    let hash = (first | second << 8 | third << 16).wrapping_mul(0x9e37_79b1);
    (hash >> 17) as usize & (BEGINNINGS - 1)
}

/// The bits of the texts that begin with a phrase: many for one of two bytes, behind which anything may stand.
fn beginnings(phrase: &[u8]) -> impl Iterator<Item = usize> + use<> {
    let first = [phrase[0], phrase.get(1).copied().unwrap_or_default()];
    let thirds = phrase.get(2).map_or(0..=u8::MAX, |&third| third..=third);
    thirds.map(move |third| beginning([first[0], first[1], third]))
}

/// Writes the share (0 to 1) of the line that phrases of each kind make up. `line` is in lower case.
///
/// Phrases are looked for from left to right at the beginnings of words, the longest first, and do not overlap.
pub(crate) fn fill(line: &str, row: &mut [f32]) {
    let index = Index::shipped();
    let length = line.len().max(1) as f32;
    let (mut rest, mut inside) = (line, false);
    while let Some(&byte) = rest.as_bytes().first() {
        let ascii = rest.bytes().take_while(u8::is_ascii_alphanumeric).count();
        let c = if byte.is_ascii() { char::from(byte) } else { rest.chars().next().unwrap_or_default() };
        let begins = if byte.is_ascii() { ascii > 0 && !inside } else { !inside || is_unspaced(c) };
        if let Some((found, kind)) = begins.then(|| index.longest(rest)).flatten() {
            row[usize::from(kind)] += found as f32 / length;
            inside = false;
            rest = &rest[found..];
        } else {
            inside = ascii > 0 || is_inner(c);
            rest = &rest[ascii.max(c.len_utf8())..];
        }
    }
}

/// A letter or digit of a script that puts spaces between words.
fn is_inner(c: char) -> bool {
    is_alphanumeric(c) && !is_unspaced(c)
}

fn ends_word(rest: &str) -> bool {
    !rest.chars().next().is_some_and(is_inner)
}

/// The share (0 to 1) of a line, in any case and of any length, that phrases of each kind make up.
pub(super) fn phrase_shares(line: &str) -> [(Kind, f32); KINDS.len()] {
    let mut row = [0.0; KINDS.len()];
    fill(&line.to_lowercase(), &mut row);
    std::array::from_fn(|kind| (KINDS[kind], row[kind]))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn share(line: &str, kind: Kind) -> f32 {
        let mut row = [0.0; KINDS.len()];
        fill(line, &mut row);
        KINDS.iter().position(|&k| k == kind).map_or(0.0, |i| row[i])
    }

    #[test]
    fn phrases_are_found_as_whole_words_only() {
        assert_eq!(share("scroll to top", Kind::Pager), 1.0);
        assert_eq!(share("homework", Kind::Nav), 0.0);
        assert!(share("read more about the harbour", Kind::Related) < 0.5);
        assert_eq!(share("関連記事", Kind::Related), 1.0);
        assert_eq!(share("最新関連記事", Kind::Related), 12.0 / 18.0);
    }

    #[test]
    fn the_longest_phrase_wins_and_a_shorter_one_where_it_ends_in_a_word() {
        assert_eq!(share("related articles", Kind::Related), 1.0);
        assert_eq!(share("related articlesque", Kind::Related), 7.0 / 19.0);
        assert_eq!(share("top top stories", Kind::Pager), 3.0 / 15.0);
        assert_eq!(share("", Kind::Nav), 0.0);
    }

    #[test]
    fn every_phrase_is_in_lower_case_and_its_own() {
        let mut seen = std::collections::HashMap::new();
        for (list, kind) in PHRASES.iter().zip(KINDS) {
            for phrase in list.split('|').map(str::trim_start) {
                assert_eq!(phrase, phrase.to_lowercase());
                let first = phrase.as_bytes()[0]; // none is looked for at other ASCII characters
                assert!(first.is_ascii_alphanumeric() || !first.is_ascii(), "{phrase}");
                if let Some(other) = seen.insert(phrase, kind) {
                    assert_eq!(other, kind, "{phrase} stands for {other} and {kind}");
                }
            }
        }
    }
}
