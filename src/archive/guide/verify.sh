#!/bin/sh
# Проверка архива без программы: нужны coreutils, findutils, grep и openssl.
#   sh verify.sh [--archive ПАПКА] [--expect НОМЕР:СУММА] [--tsa-ca СЕРТИФИКАТЫ]
# Метки времени (RFC 3161) сверяются с сертификатами (PEM), которым вы доверяете.
# Ответ: 0 — цел, 1 — найдены нарушения, 2 — проверить не удалось, 75 — запись не закончена.
set -u
LC_ALL=C
export LC_ALL
archive=$(dirname "$0")
expect=
authorities=
while [ $# -gt 1 ]; do
  case $1 in
    --archive) archive=$2 ;;
    --expect) expect=$2 ;;
    --tsa-ca) authorities=$(realpath "$2") || exit 2 ;;
    *) break ;;
  esac
  shift 2
done
if [ $# -gt 0 ]; then echo "Вызов: sh verify.sh [--archive ПАПКА] [--expect НОМЕР:СУММА] [--tsa-ca СЕРТИФИКАТЫ]" >&2; exit 2; fi
if [ -n "$authorities" ] && ! grep -qE '^-----BEGIN (X509 |TRUSTED )?CERTIFICATE-----' "$authorities" 2>/dev/null; then
  echo "В файле $authorities нет сертификатов (PEM), или он не читается" >&2
  exit 2
fi
cd "$archive" || exit 2
for tool in openssl sha512sum sha256sum find sort comm cut grep mktemp; do
  command -v "$tool" >/dev/null || { echo "Нет программы $tool" >&2; exit 2; }
done
if ! [ -d ocfl ] && ! [ -d log ]; then echo "Здесь нет архива" >&2; exit 2; fi
work=$(mktemp -d) || exit 2
trap 'rm -rf "$work"' EXIT
trap 'exit 2' INT TERM HUP
mkdir "$work/heads" "$work/gone"
: >"$work/listed"
: >"$work/entries"
: >"$work/wrong"
: >"$work/losses"
: >"$work/between"

wrong() { printf '%s\n' "НАРУШЕНИЕ: $1" | tee -a "$work/wrong"; }
# Строки файла $2 как нарушения с пояснением $1.
each() { while IFS= read -r line; do wrong "$1: $line"; done <"$2"; }
field() { grep -m 1 "^$1=" "$2/entry.txt" | cut -d= -f2-; }
# Запись $1 есть, и она раньше записи $2.
earlier() { [ -f "$1/entry.txt" ] && expr "$1" '<' "$2" >/dev/null; }
# Запись, названная в поле $2 записи $1, раньше неё, вида $3 и о том же объекте.
names() {
  named="log/$(field "$2" "$1")"
  earlier "$named" "$1" && [ "$(field op "$named")" = "$3" ] && [ "$(field id "$named")" = "$(field id "$1")" ]
}
# Имя файла с тем, что известно об объекте в папке $1.
mark() { printf '%s' "$1" | sha256sum | cut -d' ' -f1; }
sum() { sha512sum <"$1" | cut -d' ' -f1; }
# Файл $1, если он есть, с суммой $2 или, пока запись не закончена, с прежней суммой $4; иначе нарушение с пояснением $3.
same() {
  [ -f "$1" ] || return 0
  found=$(sum "$1" 2>/dev/null)
  if [ -z "$found" ]; then wrong "файл не читается: $1"
  elif [ "$found" = "$2" ]; then :
  elif [ "$found" = "${4:-}" ]; then unfinished=1
  else wrong "$3: $1"; fi
}
# Контрольная сумма файла с контрольной суммой описи $1.
sidecar() { printf '%s inventory.json\n' "$1" | sha512sum | cut -d' ' -f1; }
# Версия, записанная в $1, ещё не на месте, но вся, как названа в перечне, лежит в staging/$tx, и там ничего сверх неё.
staged() {
  [ ! -e "$path/$version" ] || return 1
  cut -c131- "$1/files.sha512" >"$work/awaited"
  if [ "$version" = v1 ]; then
    printf '%s\n' "$path/inventory.json" "$path/inventory.json.sha512" >>"$work/awaited"
    [ "$(sum "staging/$tx/obj/inventory.json" 2>/dev/null)" = "$inventory" ] &&
      [ "$(sum "staging/$tx/obj/inventory.json.sha512" 2>/dev/null)" = "$(sidecar "$inventory")" ] || return 1
  fi
  find "staging/$tx/obj" ! -type d | while IFS= read -r file; do printf '%s\n' "$path${file#"staging/$tx/obj"}"; done | sort >"$work/waiting"
  sort "$work/awaited" | comm -3 - "$work/waiting" | grep -q . && return 1
  while IFS= read -r line; do
    file=${line#*  }
    file="staging/$tx/obj${file#"$path"}"
    [ -f "$file" ] && [ "$(sum "$file")" = "${line%%  *}" ] || return 1
  done <"$1/files.sha512"
}
# Папки над папкой $1: пустыми они бывают между двумя шагами записи и уничтожения.
above() {
  up=$(dirname "$1")
  while [ "$up" != ocfl ] && [ "$up" != . ] && [ "$up" != / ]; do
    printf '%s\n' "$up" >>"$work/between"
    up=$(dirname "$up")
  done
}
# Суммы из файла $1: что не сошлось. Не файлы (каналы, устройства) не открываются: из них можно читать без конца.
check() {
  while IFS= read -r line; do [ -f "${line#*  }" ] && printf '%s\n' "$line"; done <"$1" >"$work/sums"
  sha512sum -c --quiet "$work/sums" >"$work/told" 2>/dev/null
  grep ': FAILED$' "$work/told" >"$work/failed"
  each "содержимое изменено" "$work/failed"
  grep ': FAILED open or read$' "$work/told" >"$work/failed"
  each "файл не читается" "$work/failed"
}
# Номер ключа $1 — 32 шестнадцатеричные цифры.
is_key() { [ "${#1}" = 32 ] && case $1 in *[!0-9a-f]*) false ;; esac; }
# Файл $3 — подпись ключа $1 под файлом $2.
signed() { is_key "$1" && [ -f "keys/$1.pub" ] && [ -f "$3" ] && openssl dgst -sha512 -verify "keys/$1.pub" -signature "$3" "$2" >/dev/null 2>&1; }
# Ключ, названный в записи $1, записан в ней же целиком.
names_key() { [ "$(field new-key-spki "$1" | openssl base64 -d -A 2>/dev/null | sha256sum | cut -c1-32)" = "$(field new-key "$1")" ]; }
# После записи $1 есть акт, который она называет, с той же контрольной суммой.
has_act() {
  grep -rlxF --include=entry.txt "id=$(field act "$1")" log | sort >"$work/acts"
  while IFS= read -r entry; do
    entry=${entry%/entry.txt}
    earlier "$1" "$entry" && [ "$(field op "$entry")" = store ] && [ -f "$entry/files.sha512" ] || continue
    grep -qxF "$(field act-sha512 "$1")  $(field path "$entry")/v1/content/act.json" "$entry/files.sha512" 2>/dev/null
    return
  done <"$work/acts"
  return 1
}

# Что по журналу уничтожено: его файлов больше нет, и содержимое не проверить.
grep -rlx --include=entry.txt 'op=dispose' log >"$work/disposals" 2>/dev/null
while IFS= read -r entry; do : >"$work/gone/$(mark "$(field path "${entry%/entry.txt}")")"; done <"$work/disposals"

# 1. Журнал: номера подряд, цепочка, подписи, перечни файлов.
prev=$(printf '%0128d' 0)
# Ключ, который подписывает следующую запись; пусто — неизвестно.
current=
next=1
last=
tx=
leaving=
# Не пусто: последняя запись ещё не исполнена до конца. Прощается только то, что бывает между её шагами.
unfinished=
# Черновик последней записи, который лежал в staging, когда проверка до неё дошла.
draft=
newest=
for dir in log/[0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9]; do newest=$dir; done
for dir in log/* log/.[!.]* log/..?*; do
  [ -d "$dir" ] || continue
  name=${dir#log/}
  case $name in
    [0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9]) ;;
    *) wrong "посторонняя папка в журнале: $dir"; continue ;;
  esac
  number=$(expr "$name" + 0)
  if [ "$next" -lt "$number" ]; then
    first="log/$(printf '%08d' "$next")"
    upto=$(printf '%08d' $((number - 1)))
    if [ "$first" = "log/$upto" ]; then wrong "нет записи журнала: $first"; else wrong "нет записей журнала с $first до $upto включительно"; fi
    prev=
    current=
  fi
  next=$((number + 1))
  printf '%s\n' "$dir/entry.sig" "$dir/entry.txt" >>"$work/entries"
  if ! [ -f "$dir/entry.txt" ]; then wrong "нет записи $dir/entry.txt"; prev=; current=; continue; fi
  if [ -n "$prev" ]; then
    grep -qx "prev=$prev" "$dir/entry.txt" || wrong "запись не продолжает предыдущую: $dir/entry.txt"
  fi
  prev=$(sum "$dir/entry.txt")
  last=$name
  if [ "$expect" = "$name:$prev" ]; then expect=found; fi
  [ "$(field seq "$dir")" = "$name" ] || wrong "номер записи не тот: $dir/entry.txt"

  key=$(field key "$dir")
  signs=$key
  [ "$(field op "$dir")" = key-lost ] && signs=$(field lost-key "$dir")
  [ -z "$current" ] || [ "$signs" = "$current" ] ||
    wrong "подписана не тем ключом, который действовал по журналу: $dir/entry.txt"
  current=$key
  if ! is_key "$key"; then
    wrong "не назван ключ записи: $dir/entry.txt"
    current=
  elif ! signed "$key" "$dir/entry.txt" "$dir/entry.sig"; then
    wrong "подпись не сходится: $dir/entry.sig"
  fi

  tx=$(field tx "$dir")
  case $(field op "$dir") in
    store) printf '%s\n' "$dir/files.sha512" >>"$work/entries" ;;
    scrub | backup | backup-sealed | trial-restore | restore | hold) continue ;;
    key)
      printf '%s\n' "$dir/new-key.sig" >>"$work/entries"
      current=$(field new-key "$dir")
      names_key "$dir" || wrong "новый ключ записан неверно: $dir/entry.txt"
      signed "$current" "$dir/entry.txt" "$dir/new-key.sig" || wrong "нет верной подписи нового ключа: $dir/new-key.sig"
      continue
      ;;
    key-lost)
      { names_key "$dir" && [ "$(field new-key "$dir")" = "$key" ]; } || wrong "новый ключ записан неверно: $dir/entry.txt"
      has_act "$dir" || wrong "новое начало после утраты ключа никем не удостоверено: $dir/entry.txt"
      printf '%s\n' "$dir" >>"$work/losses"
      continue
      ;;
    release)
      names "$dir" hold hold || wrong "снимается запрет, которого не было: $dir/entry.txt"
      continue
      ;;
    dispose)
      act="log/$(field act-entry "$dir")"
      { earlier "$act" "$dir" && [ "$(field op "$act")" = store ] && [ "$(field id "$act")" = "$(field act "$dir")" ]; } ||
        wrong "нет акта, по которому уничтожается объект: $dir/entry.txt"
      head="$work/heads/$(mark "$(field path "$dir")")"
      printf '%s\n' "$(field path "$dir")" "$(field object-version "$dir")" "$(field inventory-sha512 "$dir")" >"$work/want"
      [ -f "$head" ] && [ "$(cat "$head")" = "$(cat "$work/want")" ] || wrong "уничтожается не то, что лежит в архиве: $dir/entry.txt"
      rm -f "$head"
      leaving=$dir
      continue
      ;;
    disposed)
      names "$dir" dispose dispose || wrong "уничтожено без решения: $dir/entry.txt"
      continue
      ;;
    *) wrong "запись неизвестного вида: $dir/entry.txt"; continue ;;
  esac

  path=$(field path "$dir")
  version=$(field object-version "$dir")
  inventory=$(field inventory-sha512 "$dir")
  mark=$(mark "$path")
  head="$work/heads/$mark"
  former=
  if [ "$dir" = "$newest" ] && [ -d "staging/$tx" ]; then draft="staging/$tx"; fi
  if [ -n "$draft" ] && [ -f "$head" ]; then former=$(head -n 3 "$head" | tail -n 1); fi
  if [ -f "$head" ]; then cp "$head" "$work/former"; else rm -f "$work/former"; fi
  printf '%s\n' "$path" "$version" "$inventory" ${former:+"$former"} >"$head"
  if ! [ -f "$dir/files.sha512" ] || [ "$(sum "$dir/files.sha512")" != "$(field files-sha512 "$dir")" ]; then
    wrong "перечень файлов пропал или изменён: $dir/files.sha512"
    continue
  fi
  grep -qxF "$inventory  $path/$version/inventory.json" "$dir/files.sha512" ||
    wrong "опись версии не названа в перечне: $dir/files.sha512"
  [ -f "$work/gone/$mark" ] && continue
  if [ -n "$draft" ] && staged "$dir"; then
    unfinished=1
    above "$path"
    if [ -f "$work/former" ]; then mv "$work/former" "$head"; else rm -f "$head"; fi
    continue
  fi
  cut -c131- "$dir/files.sha512" >>"$work/listed"
  # 2. Каждый файл версии, байт за байтом.
  check "$dir/files.sha512"
done

# 3. Опись в корне объекта — та же, что у его последней версии.
for head in "$work"/heads/*; do
  [ -f "$head" ] || continue
  former=
  { read -r path; read -r version; read -r inventory; read -r former; } <"$head"
  printf '%s\n' "$path/inventory.json" "$path/inventory.json.sha512" >>"$work/listed"
  same "$path/inventory.json" "$inventory" "опись объекта не та, что в журнале ($version)" "$former"
  same "$path/inventory.json.sha512" "$(sidecar "$inventory")" "контрольная сумма описи не та" "${former:+$(sidecar "$former")}"
done
# То, что решено уничтожить последней записью, может быть ещё на месте или уже в trash.
trashed=
going=
if [ -n "$leaving" ] && [ "$leaving" = "log/$last" ]; then
  going=$(field path "$leaving")
  trashed="trash/$tx"
  if [ -e "$going" ] || [ -e "$trashed" ]; then unfinished=1; else going=; fi
  find "$(field path "$leaving")" -type f >>"$work/listed" 2>/dev/null
  above "$(field path "$leaving")"
fi

# 4. Корень хранилища.
layout=0003-hash-and-id-n-tuple-storage-layout
cat >"$work/root" <<END
a52b72e423549dc6035e6990943f2f89aa9729a1ae5fa1caacbc6f5481a67ac6163ac0e2a0ecd9acb38dbc820bc04eb4a6c80ada09f3a0a11fe93ce56d656161  ocfl/0=ocfl_1.1
4094dad98f4f16bc814f7ace3f972b26a9b78dc7acbd3dae8348451ba706594cca64e5b81b4d24c84a13bf3bc22d1e0b07aed725cc7af05d76804fc02cf13d53  ocfl/ocfl_layout.json
cf67c45a203455e4ced5e3cd3cd34ac66a05301abead882474559ef82304bd64ee7e51707a2e830798caf0b49520d2ac2005ee272b92c95e3b5656f04eab5cd1  ocfl/extensions/$layout/config.json
END
cut -c131- "$work/root" >>"$work/listed"
check "$work/root"
for name in README.txt verify.sh; do [ -f "$name" ] || wrong "нет файла $name"; done

# 5. Обратно: ничего лишнего, ничего пропавшего, ни ссылок, ни пустых папок.
compare() {
  sort -u "$2" >"$work/wanted"
  find "$1" -type f | sort >"$work/found"
  comm -23 "$work/wanted" "$work/found" >"$work/missing"
  comm -13 "$work/wanted" "$work/found" >"$work/extra"
  each "файл пропал" "$work/missing"
  each "лишний файл" "$work/extra"
}
compare ocfl "$work/listed"
compare log "$work/entries"
find ocfl log keys ! -type f ! -type d >"$work/links"
find ocfl log -type f -links +1 >>"$work/links"
each "ссылка" "$work/links"
find trash -mindepth 1 -maxdepth 1 2>/dev/null | grep -vxF -e "${trashed:-.}" >"$work/trash"
each "не уничтожено или постороннее" "$work/trash"
find ocfl -type d -empty >"$work/hollow"
grep -qxFf "$work/between" "$work/hollow" && unfinished=1
grep -vxFf "$work/between" "$work/hollow" >"$work/empty"
find log -mindepth 2 -type d >>"$work/empty"
each "лишняя папка" "$work/empty"
for file in keys/* keys/.[!.]* keys/..?*; do
  [ -e "$file" ] || continue
  if ! [ -f "$file" ]; then wrong "не открытый ключ под своим номером: $file"; continue; fi
  id=$(openssl pkey -pubin -in "$file" -outform DER 2>/dev/null | sha256sum | cut -c1-32)
  whole=$(openssl pkey -pubin -in "$file" 2>/dev/null | sha512sum | cut -d' ' -f1)
  [ "$file" = "keys/$id.pub" ] && [ "$(sum "$file")" = "$whole" ] ||
    wrong "не открытый ключ под своим номером: $file"
done
for name in * .[!.]* ..?*; do
  [ -e "$name" ] || [ -L "$name" ] || continue
  case $name in
    README.txt | verify.sh | ocfl | log | keys | anchors | staging | trash | lock | lost+found) ;;
    *) wrong "постороннее в папке архива: $name" ;;
  esac
done

# 6. Контрольные точки, сохранённые в архиве: от этого ли они журнала, и сходятся ли метки времени.
stamps=0
checked=0
newest=0
grep -rlx --include=entry.txt 'id=urn:[^:]*:checkpoint:[0-9]*' log | sort >"$work/points"
while IFS= read -r entry; do
  dir=${entry%/entry.txt}
  path=$(field path "$dir")
  version=$(field object-version "$dir")
  text="$path/v1/content/checkpoint.txt"
  [ "$(field op "$dir")" = store ] && [ -f "$text" ] || continue
  if [ "$version" = v1 ]; then
    point=$(tail -n 1 "$text")
    named="log/${point%%:*}"
    { earlier "$named" "$dir" && [ "$(sum "$named/entry.txt")" = "${point#*:}" ] &&
      [ "$(head -n 1 "$text")" = "$(field archive "$dir")" ] && [ "$(field id "$dir" | grep -o '[0-9]*$')" = "${point%%:*}" ]; } ||
      wrong "сохранённая контрольная точка не от этого журнала: $text"
  fi
  for token in "$path/$version"/content/signatures/checkpoint.txt/*.tsr; do
    [ -f "$token" ] || continue
    stamps=$((stamps + 1))
    [ -n "$authorities" ] || continue
    when=$(openssl ts -reply -in "$token" -text 2>/dev/null | grep '^Time stamp: ' | cut -c13-)
    when=$(date -u -d "${when:-?}" +%s 2>/dev/null)
    if [ -n "$when" ] && openssl ts -verify -data "$text" -in "$token" -CAfile "$authorities" -attime "$when" >/dev/null 2>&1; then
      checked=$((checked + 1))
      [ "$when" -gt "$newest" ] && newest=$when
    else
      wrong "метка времени не сходится: $token"
    fi
  done
done <"$work/points"
signatures=$(find ocfl -type f -path '*/content/signatures/*' -name '*.p7s' | wc -l)
if [ -n "$expect" ] && [ "$expect" != found ]; then wrong "в журнале нет записи $expect: архив старее или другой"; fi

if [ -s "$work/wrong" ]; then
  # При повторе запись либо кончена, либо стоит на месте: скрыть этим ничего нельзя.
  if { [ -n "$draft" ] && [ ! -d "$draft" ]; } || { [ -n "$going" ] && [ ! -e "$going" ] && [ ! -e "$trashed" ]; }; then
    echo "Пока шла проверка, в архив писали: повторите."
    exit 75
  fi
  echo "Нарушений: $(wc -l <"$work/wrong")."
  exit 1
fi
if [ -n "$unfinished" ]; then
  if [ -n "$trashed" ]; then what=Уничтожение; else what=Запись; fi
  echo "Остальное цело. $what по log/$last не доведено до конца: повторите позже или запустите программу."
  exit 75
fi
while IFS= read -r dir; do
  echo "ВНИМАНИЕ: ключ $(field lost-key "$dir") был утрачен; записи до $dir подтверждает только он. Новое начало удостоверили двое: $(field act "$dir")"
done <"$work/losses"
echo "Архив цел. Записей: $((next - 1)). Итоговая сумма: ${last:-0}:$prev"
if [ "$checked" -gt 0 ]; then
  echo "Меток времени: $stamps, сошлось: $checked; последняя от $(date -u -d "@$newest" +%Y-%m-%dT%H:%M:%SZ)."
elif [ "$stamps" -gt 0 ]; then
  echo "Меток времени: $stamps, не проверены: назовите сертификаты, которым доверяете (--tsa-ca)."
fi
if [ "$signatures" -gt 0 ]; then echo "Приложено подписей: $signatures; здесь они не проверяются."; fi
for file in keys/*.pub; do
  [ -f "$file" ] || continue
  id=${file#keys/}
  if [ "${id%.pub}" = "$current" ]; then echo "Ключ: $id, действует"; else echo "Ключ: $id"; fi
done
exit 0
