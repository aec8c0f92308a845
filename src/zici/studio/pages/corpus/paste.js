// A text that is pasted goes to the server as a file does: a message to the page may not be that long.
export default {
  template: `
    <form class="z-paste" @submit.prevent="save">
      <label>{{ texts.paste_label }}<textarea v-model="text" rows="6" dir="auto"></textarea></label>
      <label>{{ texts.paste_name }}<input v-model="name" autocomplete="off" maxlength="100"></label>
      <button type="submit" :disabled="busy">{{ texts.paste_save }}</button>
    </form>`,
  props: { url: String, author: String, texts: Object },
  emits: ["sent", "refused"],
  data() {
    return { text: "", name: this.texts.paste_default, busy: false };
  },
  methods: {
    async save() {
      if (!this.text.trim()) {
        this.$emit("refused", this.texts.paste_empty);
        return;
      }
      this.busy = true;
      try {
        await this.send();
      } catch {
        this.$emit("refused", this.texts.broken);
      }
      this.busy = false;
    },
    async send() {
      const name = `${this.name.trim() || this.texts.paste_default}.txt`; // read as text, whatever it is called
      const asked = new URLSearchParams({ name, author: this.author });
      const answer = await fetch(`${window.path_prefix || ""}${this.url}?${asked}`, {
        method: "POST",
        headers: { "Content-Type": "application/octet-stream" },
        body: new Blob([this.text]),
      });
      if (answer.ok) {
        this.text = "";
        this.$emit("sent");
        return;
      }
      const told = await answer.json().catch(() => ({}));
      this.$emit("refused", told.detail || String(answer.status));
    },
  },
};
